"""Japanese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reader_letter import ReaderLetter

LETTER = ReaderLetter(
    subject="{site} に保存されているあなたのデータ",
    opening="{site} に保存されているあなたのデータを見たいという申し込みがありました。このリンクを開くとボタンのあるページが出ます。押すまでは何も起こりません。",
    action="自分のデータを見る",
    validity="このリンクは一度だけ、{minutes} 分間有効です。",
    footer="{site} でこのアドレスが入力されたため、お送りしています。心当たりがなければ、何もする必要はありません。",
    new_subject="{site} の新しいアドレスの確認",
    new_opening="{site} にコメントした方が、今後このアドレスを使いたいと言っています。あなたでしたら、リンク先のページを開いてボタンを押してください。",
    new_action="このアドレスを確認する",
)
