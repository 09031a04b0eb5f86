"""From tokens to nodes, as ``text/template/parse/parse.go`` does.

Unknown functions and variables are refused here, as upstream; fields only when
the template runs. Tokens are the lexer's business, literals ``constants``'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.errors import TemplateSyntaxError
from adapter_rules.gotext import constants, nodes
from adapter_rules.gotext.lexer import Token, TokenKind, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from adapter_rules.gotext.nodes import Node, Operand

MAX_DEPTH = 100
"""Deeper nesting of blocks or parentheses is refused: nobody writes it."""

_PLAIN = (
    *(TokenKind.STRING, TokenKind.CHAR, TokenKind.NUMBER, TokenKind.BOOL),
    *(TokenKind.DOT, TokenKind.FIELD, TokenKind.KEYWORD),
)


def parse(
    source: str, *, name: str, functions: Collection[str]
) -> dict[str, tuple[Node, ...]]:
    """Parse *source* and the templates that it defines, by their names.

    Raises ``TemplateSyntaxError``.
    """
    parser = _Parser(list(tokenize(source)), functions)
    body, _ = parser.body(())
    templates = {name: body}
    for defined, nodes_ in parser.defined.items():
        if nodes_ or defined not in templates:
            templates[defined] = nodes_
    return templates


class _Parser:
    """Recursive descent over a list of tokens."""

    def __init__(self, tokens: list[Token], functions: Collection[str]) -> None:
        self.defined: dict[str, tuple[Node, ...]] = {}
        self._tokens = tokens
        self._at = 0
        self._functions = functions
        self._variables = ["$"]
        self._depth = 0
        self._ranges = 0

    def body(self, ends: tuple[str, ...]) -> tuple[tuple[Node, ...], Token]:
        """Read nodes up to one of the keywords *ends*, or the end of the template.

        The keyword's token is given back; it is not consumed.
        """
        found: list[Node] = []
        self._enter()
        while True:
            token = self._next()
            if token.kind is TokenKind.TEXT:
                found.append(nodes.Text(token.text))
            elif token.kind is TokenKind.END:
                if ends:
                    raise self._unexpected(token, "a block without <<end>>")
                self._depth -= 1
                return tuple(found), token
            else:
                word = self._peek_word()
                if word is not None and word.text in ends:
                    self._depth -= 1
                    return tuple(found), word
                found.extend(self._statement(word))

    def _statement(self, word: Token | None) -> list[Node]:
        """Read what stands between one pair of delimiters, and its block."""
        if word is None:
            return [nodes.Action(self._pipeline("command", TokenKind.RIGHT))]
        if word.text == "nil":
            return [nodes.Action(self._pipeline("command", TokenKind.RIGHT))]
        self._next_word()
        if word.text in ("if", "with", "range"):
            return [self._branch(word)]
        if word.text in ("break", "continue"):
            return [self._jump(word)]
        if word.text == "template":
            return [self._call(word)]
        if word.text in ("define", "block"):
            return self._define(word)
        raise self._unexpected(word, "command")

    def _branch(self, word: Token) -> Node:
        outer = len(self._variables)
        pipeline = self._pipeline(word.text, TokenKind.RIGHT)
        self._ranges += word.text == "range"
        body, end = self.body(("else", "end"))
        self._ranges -= word.text == "range"
        self._next_word()
        otherwise: tuple[Node, ...] = ()
        if end.text == "else":
            otherwise = self._else(word)
        else:
            self._expect(TokenKind.RIGHT, "end")
        del self._variables[outer:]
        return nodes.Branch(word.text, pipeline, body, otherwise)

    def _else(self, word: Token) -> tuple[Node, ...]:
        """Read an ``else``, or ``else if`` and ``else with`` of their own kind."""
        following = self._peek_word()
        if following is not None and following.text == word.text != "range":
            self._next_word()
            self._enter()
            branch = self._branch(following)
            self._depth -= 1
            return (branch,)
        self._expect(TokenKind.RIGHT, "else")
        body, _ = self.body(("end",))
        self._next_word()
        self._expect(TokenKind.RIGHT, "end")
        return body

    def _jump(self, word: Token) -> Node:
        if not self._ranges:
            raise self._error(word, f"<<{word.text}>> outside <<range>>")
        self._expect(TokenKind.RIGHT, word.text)
        return nodes.Jump(word.text)

    def _call(self, word: Token) -> Node:
        name = self._template_name("template clause")
        pipeline = None
        if self._peek().kind is TokenKind.RIGHT:
            self._next()
        else:
            pipeline = self._pipeline("template clause", TokenKind.RIGHT)
        return nodes.Call(name, pipeline, word.line)

    def _define(self, word: Token) -> list[Node]:
        """Read a ``define``, or a ``block``, which is also a call of it."""
        name = self._template_name(f"{word.text} clause")
        call: list[Node] = []
        if word.text == "block":
            pipeline = self._pipeline("block clause", TokenKind.RIGHT)
            call = [nodes.Call(name, pipeline, word.line)]
        else:
            if self._depth > 1:
                raise self._unexpected(word, "a block")
            self._expect(TokenKind.RIGHT, "define clause")
        outer, self._variables = self._variables, ["$"]
        ranges, self._ranges = self._ranges, 0
        body, _ = self.body(("end",))
        self._next_word()
        self._expect(TokenKind.RIGHT, word.text)
        self._variables, self._ranges = outer, ranges
        if body and self.defined.get(name):
            raise self._error(word, f"multiple definition of template {name!r}")
        if body or name not in self.defined:
            self.defined[name] = body
        return call

    def _template_name(self, context: str) -> str:
        token = self._next_word()
        if token.kind is not TokenKind.STRING:
            raise self._unexpected(token, context)
        return constants.text(token.text, token.line)

    def _pipeline(self, context: str, end: TokenKind) -> nodes.Pipeline:
        start = self._peek()
        variables, assigns = self._declarations(context)
        commands: list[nodes.Command] = []
        while True:
            token = self._peek()
            if token.kind is end:
                self._next()
                break
            commands.append(self._command(context))
        if not commands:
            raise self._error(start, f"missing value for {context}")
        self._check_stages(commands)
        return nodes.Pipeline(tuple(commands), variables, assigns, start.line)

    def _declarations(self, context: str) -> tuple[tuple[str, ...], bool]:
        """Read ``$x :=``, ``$x =`` or, in a range, ``$i, $x :=``."""
        mark, names = self._at, list[str]()
        while self._peek().kind is TokenKind.VARIABLE:
            names.append(self._next_word().text)
            token = self._peek()
            if token.kind in (TokenKind.DECLARE, TokenKind.ASSIGN):
                self._next_word()
                assigns = token.kind is TokenKind.ASSIGN
                self._variables += names
                return tuple(names), assigns
            if token.text != "," or token.kind is not TokenKind.OTHER:
                break
            if context != "range" or len(names) == 2:
                raise self._error(token, f"too many declarations in {context}")
            self._next_word()
        self._at = mark
        return (), False

    def _command(self, context: str) -> nodes.Command:
        operands: list[Operand] = []
        line = self._peek().line
        while True:
            operand = self._operand()
            if operand is not None:
                operands.append(operand)
            token = self._next()
            if token.kind is TokenKind.SPACE:
                if self._peek().kind in (TokenKind.RIGHT, TokenKind.CLOSE):
                    break
                continue
            if token.kind in (TokenKind.RIGHT, TokenKind.CLOSE):
                self._at -= 1
                break
            if token.kind is TokenKind.PIPE:
                if self._peek().kind in (TokenKind.RIGHT, TokenKind.CLOSE):
                    raise self._error(token, f"missing value for {context}")
                break
            raise self._unexpected(token, "operand")
        if not operands:
            raise self._error(token, "empty command")
        return nodes.Command(tuple(operands), line)

    def _operand(self) -> Operand | None:
        """Read a term and the fields chained to it."""
        base = self._term()
        if base is None:
            return None
        names: list[str] = []
        while self._tokens[self._at].kind is TokenKind.FIELD:
            names.append(self._next().text[1:])
        if not names:
            return base
        if isinstance(base, nodes.Field):
            return nodes.Field(base.names + tuple(names), base.line)
        if isinstance(base, nodes.Variable):
            return nodes.Variable(base.name, (*base.names, *names), base.line)
        if isinstance(base, nodes.Literal | nodes.Nil | nodes.Dot):
            raise TemplateSyntaxError(
                f"template line {base.line}: unexpected . after a term"
            )
        return nodes.Chain(base, tuple(names), base.line)

    def _term(self) -> Operand | None:
        token = self._peek()
        readers: dict[TokenKind, Callable[[Token], Operand]] = {
            TokenKind.IDENTIFIER: self._function,
            TokenKind.VARIABLE: self._use_variable,
            TokenKind.OPEN: self._parenthesized,
            **dict.fromkeys(_PLAIN, self._plain),
        }
        read = readers.get(token.kind)
        if read is None or (token.kind is TokenKind.KEYWORD and token.text != "nil"):
            return None
        return read(self._next_word())

    def _plain(self, token: Token) -> Operand:
        if token.kind is TokenKind.DOT:
            return nodes.Dot(token.line)
        if token.kind is TokenKind.KEYWORD:
            return nodes.Nil(token.line)
        if token.kind is TokenKind.FIELD:
            return nodes.Field((token.text[1:],), token.line)
        return nodes.Literal(constants.read(token), token.line)

    def _function(self, token: Token) -> nodes.Identifier:
        if token.text not in self._functions:
            raise self._error(token, f"function {token.text!r} not defined")
        return nodes.Identifier(token.text, token.line)

    def _use_variable(self, token: Token) -> nodes.Variable:
        if token.text not in self._variables:
            raise self._error(token, f"undefined variable {token.text!r}")
        return nodes.Variable(token.text, (), token.line)

    def _parenthesized(self, token: Token) -> nodes.Pipeline:
        del token
        self._enter()
        pipeline = self._pipeline("parenthesized pipeline", TokenKind.CLOSE)
        self._depth -= 1
        return pipeline

    def _check_stages(self, commands: list[nodes.Command]) -> None:
        for command in commands[1:]:
            first = command.operands[0]
            if isinstance(first, nodes.Literal | nodes.Nil | nodes.Dot):
                raise TemplateSyntaxError(
                    f"template line {command.line}: a constant cannot take a pipe"
                )

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TemplateSyntaxError(f"nested deeper than {MAX_DEPTH} levels")

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _skip_space(self) -> None:
        while self._tokens[self._at].kind is TokenKind.SPACE:
            self._at += 1

    def _next_word(self) -> Token:
        self._skip_space()
        return self._next()

    def _peek(self) -> Token:
        self._skip_space()
        return self._tokens[self._at]

    def _peek_word(self) -> Token | None:
        """Give the keyword that comes next, if it is one."""
        token = self._peek()
        return token if token.kind is TokenKind.KEYWORD else None

    def _expect(self, kind: TokenKind, context: str) -> None:
        token = self._next_word()
        if token.kind is not kind:
            raise self._unexpected(token, context)

    def _unexpected(self, token: Token, context: str) -> TemplateSyntaxError:
        shown = token.kind if not token.text else repr(token.text)
        return self._error(token, f"unexpected {shown} in {context}")

    def _error(self, token: Token, message: str) -> TemplateSyntaxError:
        return TemplateSyntaxError(f"template line {token.line}: {message}")
