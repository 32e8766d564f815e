"""Operations that need hand-written semantics: one module per AWS service."""
