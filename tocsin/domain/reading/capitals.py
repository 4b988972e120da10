"""What a capital says of a word, and when it says nothing."""

from collections.abc import Sequence

from tocsin.domain.folding import Token


def is_lone_capital(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word has a capital among words in small letters."""
    beside = [t for t in tokens[max(0, at - 2) : at + 3] if not t.sign and t.number is None]
    capitals = sum(token.capital for token in beside)
    return not opens_sentence(tokens, at) and capitals <= max(1, len(beside) // 2)


def is_shown(tokens: Sequence[Token], at: int) -> bool:
    """Whether a capital says that this is a name."""
    return tokens[at].capital and not is_shouted(tokens, at) and not opens_sentence(tokens, at)


def is_shouted(tokens: Sequence[Token], at: int) -> bool:
    """Whether capitals say nothing here because the words beside it have them too."""
    beside = [t for t in tokens[max(0, at - 2) : at + 3] if not t.sign and t.number is None]
    return len(beside) > 2 and all(token.capital for token in beside)


def opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word would have a capital anyway."""
    return at == 0 or tokens[at - 1].stops
