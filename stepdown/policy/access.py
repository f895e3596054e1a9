"""Who may change policy rows. Role names as `agency.terms.Role` spells them: `policy` lies below `agency`."""

MAY_CHANGE_POLICY = frozenset({"program_director", "administrator", "system"})
