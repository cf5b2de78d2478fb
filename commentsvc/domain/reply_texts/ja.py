"""Japanese."""

# ruff: noqa: E501 - sentences are kept and translated whole

from __future__ import annotations

from commentsvc.domain.reply_text import ReplyText

TEXT = ReplyText(
    lang="ja",
    confirm_subject="確認のお願い：{site}の返信のお知らせメール",
    confirm_intro="だれか（おそらくあなた）が、このアドレスで{site}に次のコメントを送り、返信があったときのメールを希望しました：",
    confirm_then="{date}までに確認された場合だけ、お知らせを送ります。リンクを開くとボタンのあるページが表示されます。",
    confirm_action="確認する、または自分ではないと伝える",
    confirm_otherwise="心当たりがない場合は、何もする必要はありません。確認がなければ、アドレスは七日後に消去されます。",
    confirm_footer="このアドレスが{site}のコメント欄に入力されたため、一度だけ送りました。責任者：{controller}",
    reply_subject="{name}さんが{site}で返信しました",
    reply_intro="「{page}」のあなたのコメントに、{name}さんが返信しました：",
    reply_action="その場所で読む",
    reply_stop="このコメントのメールをやめる",
    reply_footer="{site}のあなたのコメントに返信があったときのメールを希望し、確認されたため、このメールをお送りしています。責任者：{controller}",
    ask_title="アドレスの確認",
    ask_field="メールにあったリンク",
    ask_hint="リンクから来てもここが空のときは、このページのアドレス全体をここに写してください。",
    ask_show="次へ",
    unknown="このリンクは使用済みか、古すぎるか、一部が欠けています。何も変わっていません。",
    mine_title="これはあなたのコメントですか？",
    mine_intro="あなたのアドレスで{site}に送られ、返信があったときのメールが希望されています。",
    confirm_text="確認すると、だれかが返信したとき{address}にお知らせします。どのメールにも、やめるためのリンクがあります。",
    confirm_button="私のコメントです。知らせてください",
    not_me_title="私ではありません",
    not_me_text="その場合、ほかの人があなたのアドレスを入力しました。アドレスをコメントから外し、これについてのメールは送りません。コメントは残ります。消すべき場合の連絡先：{contact}",
    not_me_button="私のアドレスを外す",
    confirmed="確認しました。だれかがあなたのコメントに返信したら、お知らせします。",
    recorded="このことは記録されました。控えで、何に同意したかを見たり、取り消したりできます。",
    save_event="記録されたものを保存",
    detached="完了しました。あなたのアドレスはこのコメントから外され、これについてのメールは送りません。",
    end_title="返信のお知らせメールをやめる",
    end_text="ボタンを押すと、{site}のあなたのコメントに返信があっても、もうお知らせしません。取り消したことが記録されます。コメントは残ります。",
    end_button="このコメントのメールをやめる",
    ended="完了しました。このコメントについてのメールはもう送りません。",
    ended_more="控えで、記録された内容を見たり、ほかのものを取り消したりできます。",
)
