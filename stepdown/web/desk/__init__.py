"""The staff pages: Today, Week, Clients, Ledger, Staff, Settings."""
