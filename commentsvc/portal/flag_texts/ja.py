"""Japanese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.portal.flag_text import FlagText

TEXT = FlagText(
    link="知らせる",
    title="このコメントについて知らせる",
    intro="このコメントについて {site} の管理者に知らせます。管理者が読んで判断します。意見が違うことは理由になりません。",
    why="何が問題ですか",
    spam="広告または迷惑投稿である",
    rude="誰かを侮辱または脅迫している",
    off_topic="話題と関係がない",
    other="その他",
    privacy="あなたが誰かは聞きません。同じ人を二度数えないように、ネットワークアドレスの一部から作った符号を一日だけ保存します。",
    illegal="法律に反していますか",
    report="それなら通報してください。回答が届きます。",
    send="送信",
    done_title="ありがとうございます",
    done="管理者に伝わりました。コメントが何回知らされたかは誰にも伝えません。",
    not_here="ここには、知らせることのできる公開コメントがありません。",
)
