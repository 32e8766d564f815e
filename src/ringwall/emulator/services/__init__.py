"""Operations that moto lacks or gets wrong: modules by AWS service."""
