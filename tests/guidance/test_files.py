"""Pictures, drawings and documents of a vault: what is taken, shown, linked and served."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from PIL import Image

from networking.guidance.models import Attachment, NoteLink
from networking.guidance.text.cleaning import clean
from networking.guidance.text.drawings import NotADrawing, clean_drawing
from tests.guidance.folders import bring, html_of

pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}</svg>'
PDF = b"%PDF-1.4\n%%EOF\n"


def picture(kind: str = "PNG", color: str = "red", size: tuple[int, int] = (400, 200)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, color).save(made, kind)
    return made.getvalue()


def address_of(path: str) -> str:
    return unquote(Attachment.objects.get(path=path).get_absolute_url())


def test_pictures_stand_in_their_sentence_with_their_size(tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        {
            "А.md": "до ![[фото.png|200]] после ![[фото.png]] ![Вид|50x60](п/другое%20фото.jpg) "
            "![[фото.png|Наш зал|100]]",
            "фото.png": picture(),
            "п/другое фото.jpg": picture("JPEG"),
        },
    )
    html, address = unquote(html_of("А.md")), address_of("фото.png")
    assert (
        f'до <img class="note-picture" src="{address}" alt="фото.png" width="200" height="100" loading="lazy"> п'
        in html
    )
    assert 'alt="фото.png" width="400" height="200"' in html
    assert f'src="{address_of("п/другое фото.jpg")}" alt="Вид" width="50" height="60"' in html
    assert 'alt="Наш зал" width="100" height="50"' in html
    assert [link.rule for link in report.links] == ["file"] * 4
    assert not NoteLink.objects.exists(), "links to files are no links between notes"


def test_the_same_name_in_two_folders_means_the_nearer(tmp_path: Path) -> None:
    bring(
        tmp_path,
        {
            "a/Н.md": "![[x.png]] ![](../b/x.png) [[b/x.png]]",
            "b/М.md": "![[x.png]]",
            "В.md": "![[a/x.png]]",
            "a/x.png": picture(),
            "b/x.png": picture(color="blue"),
        },
    )
    assert html_of("a/Н.md").count(address_of("a/x.png")) == 1
    assert html_of("a/Н.md").count(address_of("b/x.png")) == 2
    assert address_of("b/x.png") in html_of("b/М.md")
    assert address_of("a/x.png") in html_of("В.md")


def test_documents_are_links_and_lost_files_are_said(tmp_path: Path) -> None:
    report = bring(tmp_path, {"A.md": "![[d.pdf]] [paper](d.pdf) ![[no.png]] ![alt](gone.png)", "d.pdf": PDF})
    html = html_of("A.md")
    assert html.count(f'<a class="note-link" href="{address_of("d.pdf")}"') == 2
    assert '<span class="missing" title="There is no such file yet">no.png</span> alt' in html
    assert [link.written for link in report.links if not link.resolved] == ["![[no.png]]", "![alt](gone.png)"]


def test_what_is_not_what_its_name_says_is_skipped(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>")
    report = bring(
        tmp_path,
        {"a.png": b"<script>", "b.svg": "<html/>", "c.pdf": b"x", "d.exe": b"x", "e.svg": bomb, "f.svg": "<svg>"},
    )
    assert {problem.path: problem.reason.partition(":")[0] for problem in report.skipped} == {
        "a.png": "not a picture", "b.svg": "not a drawing", "c.pdf": "not a PDF",
        "d.exe": "this kind of file is not taken", "e.svg": "not a drawing", "f.svg": "not a drawing",
    }  # fmt: skip
    assert not Attachment.objects.exists()


def test_a_new_picture_is_shown_and_the_same_one_changes_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"A.md": "![[x.png]]", "x.png": picture()}
    assert [file.status for file in bring(tmp_path, files).files] == ["imported"]
    before = address_of("x.png")
    assert [file.status for file in bring(tmp_path, files).files] == ["unchanged"]
    assert [file.status for file in bring(tmp_path, {"x.png": picture(color="green")}).files] == ["changed"]
    assert before not in html_of("A.md")
    assert address_of("x.png") in html_of("A.md")
    (tmp_path / "x.png").unlink()
    assert [file.status for file in bring(tmp_path, {}).files] == ["removed"]
    assert "missing" in html_of("A.md")


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>", "<g onload='alert(1)'/>", "<a href='javascript:alert(1)'><text>x</text></a>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<image href='https://evil.example/x.png'/>", "<use href='https://evil.example/x.svg#a'/>",
        "<style>*{background:url(https://evil.example)}</style>", "<rect style='fill:url(https://evil.example#a)'/>",
        "<rect fill='url(//evil.example#a)'/>", "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animate attributeName='href' values='javascript:alert(1)'/>",
        "<?xml-stylesheet href='https://evil.example'?>",
        "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
        "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
        "<rect class='a' style='x:expression(alert(1))'/>",
    ],
)  # fmt: skip
def test_nothing_of_a_drawing_runs_or_loads(bad: str) -> None:
    made = clean_drawing(SVG.format(bad + "<rect width='1' height='2' style='fill: red'/>").encode()).svg.decode()
    for word in ("script", "alert", "evil", "javascript", "on", "style", "foreign", "iframe", "data:"):
        assert word not in made.replace("http://www.w3.org", ""), made
    assert '<rect width="1" height="2" fill="red">' in made


def test_drawings_of_many_parts_are_refused() -> None:
    with pytest.raises(NotADrawing, match="too many"):
        clean_drawing(SVG.format("<g>" * 200 + "</g>" * 200).encode())
    kept = clean_drawing(SVG.format("<defs><path id='p' d='M0 0'/></defs><use href='#p' fill='url(#g)'/>").encode())
    assert b'xlink:href="#p"' in kept.svg
    assert b'fill="url(#g)"' in kept.svg
    assert (kept.width, kept.height) == (40, 20)


def test_files_are_for_those_signed_in_and_run_nothing(client_of_owner: Client, tmp_path: Path) -> None:
    bring(
        tmp_path, {"x.svg": SVG.format("<script>alert(1)</script>"), "d.pdf": PDF, "a.md": "a", "p.png": picture("GIF")}
    )
    drawing = client_of_owner.get(address_of("x.svg"))
    assert b"script" not in drawing.getvalue()
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in drawing.headers["Content-Security-Policy"]
    assert drawing.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in client_of_owner.get(address_of("d.pdf")).headers["Content-Disposition"]
    assert client_of_owner.get(address_of("p.png")).headers["Content-Type"] == "image/gif", "bytes count, not names"
    assert Client().get(address_of("x.svg")).status_code == 302
    Attachment.objects.update(trashed_at="2026-01-01T00:00Z")
    assert client_of_owner.get(address_of("x.svg")).status_code == 404


def test_only_our_own_pictures_pass_the_list() -> None:
    ours = '<img src="/guidance/files/1/%D1%84.png?v=0123456789ab">'
    assert "src=" in clean(ours)
    for src in (
        "https://evil.example/x.png",
        "/accounts/logout/",
        "//evil.example/guidance/files/1/x.png?v=0123456789ab",
        "/guidance/files/1/../../x?v=0123456789ab",
        "data:image/png;base64,AA",
    ):
        assert "src=" not in clean(f'<img src="{src}" onerror="x" style="y">'), src
