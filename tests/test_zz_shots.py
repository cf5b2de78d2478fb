import sys, threading, pathlib, os, re
sys.path.insert(0,'/work/h/signin'); os.chdir('/work/h/signin')
import pytest
from typing import Any
from werkzeug.serving import make_server
from tests.support.factors import PASSWORD, add_authenticator, password_step
from tests.support.organisation import serving
from tests.support.server import free_port
OUT=pathlib.Path('/tmp/shots'); OUT.mkdir(exist_ok=True)
PORT=free_port()

@pytest.fixture
def database(sqlite_database): return sqlite_database
@pytest.fixture
def org():
    with serving() as p: yield p
@pytest.fixture
def overrides(org): return {"public_url": f"http://localhost:{PORT}", **org.settings()}

def test_shots(app, browser, admin, sign_in, site):
    olga=sign_in("olga@example.org", name="Olga Olsen", site_id=site.id, role="owner")
    sign_in("mia@example.org", name="Mia", site_id=site.id, role="moderator")
    add_authenticator(admin)
    server=make_server("127.0.0.1",PORT,app,threaded=True); t=threading.Thread(target=server.serve_forever,daemon=True); t.start()
    b=f"http://localhost:{PORT}/admin"
    for scheme in ("light","dark"):
        for width in (360,1440):
            ctx=browser.new_context(color_scheme=scheme, viewport={"width":width,"height":900}); ctx.set_default_timeout(10000)
            page=ctx.new_page()
            d=ctx.new_cdp_session(page); d.send("WebAuthn.enable"); d.send("WebAuthn.addVirtualAuthenticator",{"options":{"protocol":"ctap2","transport":"internal","hasResidentKey":True,"hasUserVerification":True,"isUserVerified":True,"automaticPresenceSimulation":True}})
            def shot(n):
                page.wait_for_load_state("load"); page.screenshot(path=str(OUT/f"{n}-{scheme}-{width}.png"),full_page=True)
            page.goto(b+"/sign-in"); shot("01-sign-in")
            page.get_by_label("E-mail").fill("olga@example.org"); page.get_by_label("Password").fill("nope"); page.get_by_role("button",name="Sign in",exact=True).click(); shot("02-refused")
            page.get_by_label("E-mail").fill("olga@example.org"); page.get_by_label("Password").fill(PASSWORD); page.get_by_role("button",name="Sign in",exact=True).click()
            if page.get_by_role("heading",name="One more step").count():
                shot("03-second"); page.get_by_role("button",name="Use a passkey").count()
                page.get_by_label("Code").fill(codes[-1 if width==1440 else -2] if scheme=="light" else codes[-3 if width==1440 else -4]); page.get_by_role("button",name="Go on").click()
                page.get_by_role("heading",name="Queue").wait_for()
            else:
                page.goto(b+"/account"); shot("04-account-bare")
                page.goto(b+"/account/passkey"); shot("05-passkey")
                page.get_by_label("Name").fill("Work laptop"); page.get_by_role("button",name="Make a passkey").click(); page.get_by_role("heading",name="Your recovery codes").wait_for(); shot("06-codes")
                codes=page.locator("#codes").inner_text().split()
            page.goto(b+"/account/authenticator"); shot("07-authenticator")
            page.goto(b+"/account"); shot("08-account")
            page.goto(b+"/account/prove?next=/admin/account"); shot("09-prove")
            page.goto(b+"/example/sign-in"); shot("10-site")
            ctx.close()
            ctx=browser.new_context(color_scheme=scheme, viewport={"width":width,"height":900}); page=ctx.new_page()
            c=admin.get_cookie("commentsvc_console",path="/admin").value
            ctx.add_cookies([{"name":"commentsvc_console","value":c,"url":b}])
            page.goto(b+"/accounts"); page.locator("summary").first.click() if page.locator("summary").count() else None; shot("11-accounts"); page.goto(b+"/"); shot("12-sites")
            ctx.close()
    server.shutdown(); t.join(); server.server_close()
