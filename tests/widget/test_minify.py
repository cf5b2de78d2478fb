"""Minifying and renaming change no meaning: what a script computes stays the same, checked in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from commentsvc.widget.minify import MinifyError, minify_css, minify_js, tokenize
from commentsvc.widget.rename import KEPT, rename

SCRIPTS = [
    "return `a${ `b${ 1 + 2 }` } // not a comment ${ {x: '}'}.x }`",
    "const text = 'it\\'s // no comment'; return text + \"/* nor this */\"",
    "const slash = /[/\"'`]+\\/x/g; return 'a/\"/x'.replace(slash, '-') + 8 / 2 / 2",
    "if (true) /x/.test('x'); return (4) / 2 / 1",
    "let a = 1\nlet b = 2\na\n++b\nreturn [a, b]",
    "let a = 1, b = 3; return [a + +b, a - -b, a - - -b, a+ ++b]",
    "const f = () => {\n  return\n  1\n}\nreturn String(f())",
    "return 1 .toFixed(1) + 1..toFixed(1) + 1.5.toFixed(0)",
    "const i = 3; let n = 0; for (let x = i; x --> 0;) n += x; return n",
    "let a = 5, b = 3; return a<! --b",
    "return true ?.5 : 1",
    "const o = { if: 1, get: 2, 'x y': 3, async: 4 }; return o.if + o.get + o.async",
    "class A { static n = 1; #p = 2; get p() { return this.#p } static of(x) { return new A() } }\n"
    "return A.of().p + A.n",
    "const shared = 1; class B { one(shared) { return shared + 1 } two(x) { return this.one(x) + shared } }\n"
    "return new B().two(5)",
    "function first(a) { const inner = a; return inner } const second = (inner) => first(inner) + inner;\n"
    "return second(4)",
    "const A = 1, B = 2; function sum({ A, b }) { const o = { A, b }; return o.A + o.b + B }\n"
    "return sum({ A: 5, b: 7 }) + A",
    "for (;;) { if (true) break; } if (false); else { return 'else' }",
    "const name = 'local'; return ((name) => name + '!')(name)",
    "const { a, b: { c = 5 } = {}, ...rest } = { a: 1, d: 2 }; return JSON.stringify({ a, c, rest })",
    "const make = (first, { second = first, third } = {}) => ({ first, second, third, sum: first + second });"
    "return JSON.stringify(make(1, { third: 3 }))",
    "const list = [3, 1]; const [low, high = 9, more = low] = list; return `${low}${high}${more}`",
    "const o = { of: 2, length(x) { return x * this.of }, async wait() {} }; return o.length(4) + typeof o.wait",
    "let total = 0; for (const [key, value] of Object.entries({ a: 1 })) { total += value; total += key.length }\n"
    "return total",
    "try { throw new Error('no') } catch ({ message }) { return message }",
    "label: for (const x of [1, 2]) { for (;;) { if (x) break label } }\nreturn 'out'",
    "const flag = false; const one = 1, two = 2; return flag ? one : two",
    "const x = 2\nconst y = [1]\n;[x].forEach((v) => y.push(v))\nreturn y.join()",
    "const long = (inner) => { const document = { title: inner }; return document.title }; return long('mine')",
    "function outer(value) { return inner(value); function inner(value) { return value + 1 } }\nreturn outer(1)",
    "const value = { class: 'a', value: 1 }; const kind = 2; return value.class + kind + value.value",
    "return ((a, b) => { a ||= b\n  a ??= 3\n  return a })(0, 7)",
    "var x = 1; { var x = 2 } return x",
    "const run = function () { return 1 }\nconst other = async function named() { }\nfunction next() { return 2 }\n"
    "class A { x() { return 3 }\n*y() { yield 4 }\nget z() { return 5 }\nstatic async w() { } }\nlet sum = 0\n"
    "for (const n of new A().y()) { sum += n }\nif (sum) { sum += 1 }\nreturn run() + next() + new A().x() + sum",
    "const o = { const: 1 }; o.const += 1; return o.const",
    "const s = Symbol.iterator; const o = { *[s]() { yield 1; yield 2 } }; return [...o].join()",
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_minified_script_computes_what_the_source_computes(browser: Browser, script: str) -> None:
    page = browser.new_page()
    # Run as the body of a function, so that top-level names are local, as in the joined file.
    run = "(source) => Function('\"use strict\";' + source)()"
    plain = page.evaluate(run, script)
    small = minify_js(script)
    renamed = "".join(small_text(script))

    assert page.evaluate(run, small) == plain
    assert page.evaluate(run, renamed) == plain
    assert len(small) <= len(script)
    page.close()


def small_text(script: str) -> list[str]:
    from commentsvc.widget.minify import join_tokens

    return [join_tokens(rename(tokenize(script)))]


@pytest.mark.parametrize(
    "script", ["a = {} / 2", "`open", "'open", "f(]", "if (x) {", "a = b++ / c", "a = 'line\nbreak'", "x = §"]
)
def test_what_the_tokenizer_cannot_be_sure_of_it_refuses(script: str) -> None:
    with pytest.raises(MinifyError):
        minify_js(script)


def test_minifying_twice_changes_nothing_more() -> None:
    once = [minify_js(script) for script in SCRIPTS]
    assert [minify_js(script) for script in once] == once


def test_variables_are_renamed_and_properties_keys_and_globals_are_not() -> None:
    source = (
        "const colour = { colour: 1 }; document.colour = colour.colour; f({ colour });"
        "const { title } = document; g(title);"
    )
    small = "".join(t.text + " " for t in rename(tokenize(source)))
    assert "document . colour =" in small
    assert "{ colour : 1 }" in small
    assert "const colour" not in small
    assert small.count("document") == 2
    assert "{ title:" in small


def test_what_ends_a_statement_by_itself_needs_no_line_break() -> None:
    assert minify_js("function f() { a() }\nclass A { b() { }\nc() { } }") == "function f(){a()}class A{b(){}c(){}}"
    assert minify_js("if (a) { b() }\nc()") == "if(a){b()}c()"
    assert minify_js("a = function () { b() }\nc()") == "a=function(){b()}\nc()"
    assert minify_js("a = function* b() { }\nc()") == "a=function*b(){}\nc()"


def test_no_global_the_widget_uses_is_missing_from_the_names_that_are_kept(browser: Browser) -> None:
    from commentsvc.widget.build import ENTRIES, SOURCE, join

    page = browser.new_page()
    later = [f"{folder}/{path.name}" for folder in ("parts", "tools") for path in (SOURCE / folder).glob("*.js")]
    for entry in [*ENTRIES.values(), *later]:
        tokens = tokenize(join(SOURCE, entry))
        renamed = {a.text for a, b in zip(tokens, rename(tokens), strict=True) if a.text != b.text}
        assert renamed
        globals_ = set(page.evaluate("(names) => names.filter((name) => name in window)", sorted(renamed)))
        top_level = {b.text for a, b in zip(tokens, tokens[1:], strict=False) if a.text in ("function", "class")}
        # A top-level declaration of ours hides the global of that name everywhere, so renaming it is right.
        assert globals_ - top_level == set()
    assert {"document", "location", "fetch", "name"} <= KEPT
    page.close()


@pytest.mark.parametrize(
    ("source", "small"),
    [
        ("a  {  color : red ;  }", "a{color :red}"),
        ("/* no */ .a > .b,\n.c { inset: calc(1px + 2px) 0 }", ".a>.b,.c{inset:calc(1px + 2px) 0}"),
        (".a > * + b:not(c + d) { e: f !important }", ".a>*+b:not(c + d){e:f!important}"),
        ("a::after { content: ' ; } /* kept */ ' }", "a::after{content:' ; } /* kept */ '}"),
        (".a :hover { x: y }", ".a :hover{x:y}"),
        (
            "a { margin: 0.5em -0.5em 0 10.25em; inset: calc(0.1em + 0.2 * 1em) }",
            "a{margin:.5em -0.5em 0 10.25em;inset:calc(.1em + .2 * 1em)}",
        ),
        ("@media (min-width: 2em) { a { b: c; } }", "@media (min-width:2em){a{b:c}}"),
    ],
)
def test_a_style_sheet_keeps_its_strings_and_combinators(source: str, small: str) -> None:
    assert minify_css(source) == small
