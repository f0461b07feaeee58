from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from contacts.models import Contact
from contacts.photos import put_photo, square_jpeg
from networking.accounts.models import User
from tests.factories import make_contact
from tests.network import picture


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def opened(jpeg: bytes) -> Image.Image:
    made = Image.open(BytesIO(jpeg))
    made.load()
    return made


def png_of(width: int, height: int) -> bytes:
    """A PNG whose head promises a size; its body is a bomb of zeros, small when packed."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 5_000_000, 9)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"])
@pytest.mark.parametrize("size", [(64, 48), (1, 1), (3000, 10)])
def test_any_picture_becomes_a_square_jpeg(kind: str, mode: str, size: tuple[int, int]) -> None:
    made = BytesIO()
    try:
        Image.new(mode, size).save(made, kind)
    except (OSError, ValueError):
        pytest.skip(f"{kind} has no {mode}")
    jpeg = opened(square_jpeg(upload(made.getvalue())))
    assert (jpeg.format, jpeg.mode, jpeg.size) == ("JPEG", "RGB", (256, 256))


def test_metadata_goes_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Секретная камера"
    wide = Image.new("RGB", (100, 60), "red")
    wide.paste("blue", (0, 0, 50, 60))
    made = BytesIO()
    wide.save(made, "JPEG", exif=exif, comment=b"hidden words", icc_profile=b"profile")
    jpeg = square_jpeg(upload(made.getvalue()))
    assert not opened(jpeg).getexif()
    assert not {"exif", "comment", "icc_profile"} & opened(jpeg).info.keys()
    red, _green, blue = opened(jpeg).getpixel((128, 20))  # type: ignore[misc]
    assert blue > red
    text = PngInfo()
    text.add_text("Comment", "hidden words")
    made = BytesIO()
    Image.new("RGB", (9, 9)).save(made, "PNG", pnginfo=text)
    assert b"hidden words" not in square_jpeg(upload(made.getvalue()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture"),
        (b"MZ not a picture", "picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
        (picture("GIF"), "picture"),
        (picture("BMP"), "picture"),
        (picture()[:300], "picture"),
        (picture("PNG")[:60], "picture"),
        (png_of(8000, 5001), "pixels"),
        (png_of(60_000, 60_000), "pixels"),
        (png_of(4000, 4000), "picture"),
        (b"\xff\xd8" + b"\0" * (5 * 1024 * 1024), "size"),
    ],
)
def test_what_is_no_photo_or_too_much_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        square_jpeg(upload(content))
    assert refused.value.code == code


def test_uploaded_shown_replaced_and_removed(
    client_of_owner: Client, owner: User, django_capture_on_commit_callbacks: object
) -> None:
    anna = make_contact(owner=owner, name="Анна")
    edit = reverse("contacts:edit", args=[anna.pk])

    def post(**more: object) -> None:
        anna.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            answer = client_of_owner.post(edit, {"given_name": "Анна", "version": anna.version, **more})
        assert answer.status_code == 302
        anna.refresh_from_db()

    assert 'enctype="multipart/form-data"' in client_of_owner.get(edit).content.decode()
    post(photo_file=upload(picture("PNG"), "../../лицо.png"))
    first = Path(settings.MEDIA_ROOT) / str(anna.photo.name)
    assert first.parent == Path(settings.MEDIA_ROOT) / "photos" / str(owner.pk)
    assert first.exists()
    assert anna.photo_address in client_of_owner.get(anna.get_absolute_url()).content.decode()
    assert anna.photo_address in client_of_owner.get(reverse("contacts:list")).content.decode()
    shown = client_of_owner.get(anna.photo_address)
    assert (shown["Content-Type"], opened(shown.content).size) == ("image/jpeg", (256, 256))
    assert "private" in shown["Cache-Control"]
    assert "public" not in shown["Cache-Control"]
    post()
    assert first.exists()
    post(photo_file=upload(picture()))
    second = Path(settings.MEDIA_ROOT) / str(anna.photo.name)
    assert second != first
    assert second.exists()
    post(photo_remove="on")
    assert not anna.photo
    # The history can give back either of them until the trash is emptied.
    assert first.exists()
    assert second.exists()
    assert client_of_owner.get(reverse("contacts:photo", args=[anna.pk])).status_code == 404
    assert "<img" not in client_of_owner.get(anna.get_absolute_url()).content.decode()


def test_a_bad_photo_is_said_beside_its_field_and_all_else_kept(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    data = {"given_name": "Анна", "city": "Пермь", "version": anna.version, "photo_file": upload(b"nonsense")}
    answer = client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    assert answer.status_code == 422
    assert "Это не фотография" in str(answer.context["form"].errors["photo_file"])
    assert 'value="Пермь"' in answer.content.decode()
    assert not Contact.objects.get(pk=anna.pk).photo


def test_strangers_and_trash_get_404(client_of_owner: Client, client_of_stranger: Client, owner: User) -> None:
    anna = make_contact(owner=owner)
    put_photo(anna, square_jpeg(upload(picture())))
    address = reverse("contacts:photo", args=[anna.pk])
    assert client_of_owner.get(address).status_code == 200
    assert client_of_stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    Path(anna.photo.path).rename(anna.photo.path + ".gone")
    assert client_of_owner.get(address).status_code == 404
    Path(anna.photo.path + ".gone").rename(anna.photo.path)
    anna.throw_away()
    assert client_of_owner.get(address).status_code == 404
