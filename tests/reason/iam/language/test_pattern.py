from ringwall.reason.iam.language.pattern import Variable, Wild, read_pattern, split_arn


def test_wildcards_and_variables_become_tokens() -> None:
    found = read_pattern("a*b?${AWS:username}", variables=True)
    assert found == ("a", Wild.STAR, "b", Wild.ANY, Variable("aws:username"))


def test_stars_in_a_row_are_one() -> None:
    assert read_pattern("***", variables=True) == (Wild.STAR,)


def test_a_variable_may_have_a_default() -> None:
    text = "${aws:PrincipalTag/team, 'com:pany'}"
    assert read_pattern(text, variables=True) == (Variable("aws:principaltag/team", "com:pany"),)


def test_escapes_are_the_characters_themselves() -> None:
    assert read_pattern("a${*}${?}${$}b", variables=True) == ("a*?$b",)


def test_the_old_version_has_no_variables() -> None:
    assert read_pattern("${aws:username}", variables=False) == ("${aws:username}",)
    assert read_pattern("${*}", variables=False) == ("${", Wild.STAR, "}")


def test_plain_values_have_no_wildcards_but_variables() -> None:
    found = read_pattern("a*${x}", variables=True, wildcards=False)
    assert found == ("a*", Variable("x"))


def test_an_arn_has_six_fields_whatever_colons_its_variables_hold() -> None:
    fields = split_arn(read_pattern("arn:aws:s3:::${aws:x}:b*:c", variables=True))
    assert fields[:5] == (("arn",), ("aws",), ("s3",), (), ())
    assert fields[5] == (Variable("aws:x"), ":b", Wild.STAR, ":c")
    assert split_arn(read_pattern("*", variables=True)) == ((Wild.STAR,),)
