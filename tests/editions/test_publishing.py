"""A publication: signed, without open errors, of a commit; it stays, lists what it revises, and can be made again."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pikepdf
import pytest
import samples
from conftest import LIBRARY, ROOT, Checkout, briefing
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from data_edits import append, change, list_digests, publication
from frictionless import Package
from lxml import html as lxml_html
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from tagged_pdf import words_on

from briefing.cli import run as command

HEAD = "Trưởng phòng"


def wrong_in(folder: Path) -> list[str]:
    """What `verify` says of a publication; the folder may hold what nothing but it should look into."""
    return command(["verify", str(folder)]).data["differences"]


class Repository:
    """A project in a git repository of its own, whose edition was built."""

    def __init__(self, folder: Path, library: bool = False) -> None:
        """library: of the small department, with the program; else the made-up edition."""
        if library:
            shutil.copytree(LIBRARY, folder)
            shutil.copytree(ROOT / "src", folder / "src")
        self.checkout = Checkout(folder, program=False) if library else Checkout.make(folder, program=True)
        self.folder, self.data = folder, folder / "data"
        for name in ("requirements.lock", ".gitignore"):
            shutil.copy(ROOT / name, folder)
        self.git("init", "-q")
        self.commit("the first")

    def git(self, *arguments: str) -> None:
        named = ("-c", "user.name=An", "-c", "user.email=an@example.org")
        subprocess.run(["git", *named, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def sign(self, *sections: str) -> None:
        ran = self.checkout.briefing("sign", *sections, "--by", "Nguyễn An", "--role", HEAD)
        assert ran.code == 0, ran.err
        self.commit("signed")

    @property
    def published(self) -> Path:
        return self.folder / "reports" / "published" / "2031-Q3"


def copy_of(repository: Repository, folder: Path) -> Repository:
    made = copy.copy(repository)
    made.folder = Path(shutil.copytree(repository.folder, folder))
    made.data, made.checkout = made.folder / "data", Checkout(made.folder, program=made.checkout.program)
    return made


EDITS = (
    change("licences", "newsletter,5", "newsletter,6"),
    change("base_stations", "3G,4040", "3G,4380"),
    change("base_stations", "4G,4380", "4G,4040"),
    change("statements", "{'4G'} đã phủ đến", "{'4G'} phủ đến"),
)
REASONS = (
    "\"base_stations.stations(generation='3G')\",Đối soát lại với doanh nghiệp",
    "\"base_stations.stations(generation='4G')\",Đối soát lại với doanh nghiệp",
    "licences.licences(licence='newsletter'),Giấy phép cấp ngày cuối kỳ chưa được đếm",
)


REMARK = "2031-Q3,0123456789,I.5,I.5,giấy phép,Có đủ chưa?,Lê Bình,2031-10-01,bao-cao.docx,open,"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, list[str]]:
    """Two publications, and what was said on the way when something was missing."""
    repository, said = Repository(tmp_path_factory.mktemp("published") / "project"), []

    def publish() -> int:
        ran = repository.checkout.briefing("publish")
        said.append(ran.err if ran.code else ran.err + ran.out)
        return ran.code

    assert publish() == 2
    assert (ran := repository.checkout.briefing("build", "--format", "html")).code == 0, ran.err
    assert publish() == 2
    repository.sign("*")
    assert publish() == 0, said[-1]
    repository.commit("published")
    for edit in EDITS:
        edit(repository.data)
    assert publish() == 2
    repository.commit("changed")
    assert publish() == 2
    repository.sign("I.3.2", "I.5")
    assert publish() == 2
    append("revisions", *(f"2031-Q3,{row},Văn phòng,2031-10-05" for row in REASONS))(repository.data)
    append("remarks", REMARK)(repository.data)
    repository.commit("reasons")
    assert publish() == 0, said[-1]
    repository.commit("published again")
    assert publish() == 2
    return repository, said


@pytest.mark.slow
def test_what_is_missing_is_said_and_nothing_is_published_until_it_is_there(story):
    repository, said = story
    unbuilt, unsigned, first, dirty, fallen, unexplained, second, unchanged = said
    assert "found 'section *: not signed'" in unbuilt and "Problems in the input (1)" in unbuilt
    assert "signatures.csv, column Trưởng phòng: found 'section *: not signed'" in unsigned
    assert unsigned.count("not signed'") == 1 and 'sign "*" --by NAME --role "Trưởng phòng"' in unsigned
    assert "Published: reports/published/2031-Q3/1" in first and "Published: reports/published/2031-Q3/2" in second
    assert dirty.count("expected a file as the last commit has it") == 3 and "data/licences.csv: " in dirty
    assert fallen.count("signed when it said something else") == 1
    assert "section I.3.2, I.5: signed" in fallen and 'sign "I.3.2" "I.5" --by' in fallen
    assert unexplained.count("revisions.csv: found") == 3
    assert "open remark 0123456789, I.5: “giấy phép” Có đủ chưa? (Lê Bình, 2031-10-01, bao-cao.docx)" in second
    assert "open remark" not in first
    assert "expected an edition that says something else than its last publication" in unchanged
    assert sorted(path.name for path in repository.published.iterdir()) == ["1", "2"]


@pytest.mark.slow
def test_the_second_publication_says_its_number_marks_figures_and_lists_what_it_revises(story):
    repository, _ = story
    first, second = (PdfReader(repository.published / name / "briefing.pdf") for name in "12")
    assert first.metadata.title.endswith("(bản 1)") and second.metadata.title.endswith("(bản 2)")
    assert "Bản 1" not in first.pages[4].extract_text() and "Bản 2" in second.pages[4].extract_text()
    text = " ".join(" ".join(page.extract_text() for page in second.pages).split())
    assert "06 (R) giấy phép" in text and "tổng cộng 17 (R) giấy phép" in text
    last = " ".join(second.pages[-1].extract_text().split())
    assert "SỐ LIỆU THAY ĐỔI SAU KHI CÔNG BỐ" in last and "Đối soát lại với doanh nghiệp" in last
    page = lxml_html.document_fromstring((repository.published / "2" / "briefing.html").read_text(encoding="utf-8"))
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.get_element_by_id("danh-muc-sua-doi").iter("tr")
    ]
    assert rows[0] == ["Số liệu", "Đã công bố", "Trong báo cáo này", "Lý do"]
    where, counted = " (báo cáo quý III năm 2031, bản 1)", "Giấy phép cấp ngày cuối kỳ chưa được đếm"
    assert sorted(row[1:] for row in rows[1:]) == sorted([
        [f"5{where}", "6", counted], [f"16{where}", "17", counted],
        [f"4.040{where}", "4.380", "Đối soát lại với doanh nghiệp"],
        [f"4.380{where}", "4.040", "Đối soát lại với doanh nghiệp"],
    ])  # fmt: skip
    about = json.loads((repository.published / "2" / "publication.json").read_text(encoding="utf-8"))
    said = subprocess.run(["git", "tag"], cwd=repository.folder, capture_output=True, text=True).stdout
    assert said.split() == ["publish/2031-Q3/1", "publish/2031-Q3/2"]
    tagged = ["git", "rev-parse", "publish/2031-Q3/2^{commit}"]
    commit = subprocess.run(tagged, cwd=repository.folder, capture_output=True, text=True).stdout.strip()
    assert commit == about["commit"]


@pytest.mark.slow
def test_a_publication_is_made_again_byte_for_byte(story):
    repository, _ = story
    for name in "12":
        ran = repository.checkout.briefing("verify", "--rebuild", repository.published / name)
        assert ran.code == 0 and "byte for byte the same" in ran.out, ran.out + ran.err


@pytest.mark.slow
def test_a_publication_stays_and_any_change_of_it_is_seen(story, tmp_path):
    repository, _ = story
    folder = repository.published / "1"
    modes = {path.is_dir(): oct(path.stat().st_mode)[-3:] for path in (folder, *folder.rglob("*"))}
    assert modes[False] == "444" and modes[True] in ("755", "775")
    assert wrong_in(repository.published / "1") == []
    spoilt = Path(shutil.copytree(repository.published / "1", tmp_path / "copy"))
    (spoilt / "document.json").chmod(0o644)
    (spoilt / "document.json").write_text("{}", encoding="utf-8")
    (spoilt / "figures.csv").unlink()
    (spoilt / "note.txt").write_text("mine", encoding="utf-8")
    assert wrong_in(spoilt) == ["document.json was changed", "figures.csv is missing", "note.txt was added"]
    ran = repository.checkout.briefing("verify", repository.published / "1")
    assert ran.code == 0 and ", in which they were published." in ran.out
    shutil.rmtree(repository.published / "2")  # as `rm -rf` and `git switch` do: folders can be emptied
    repository.git("checkout", "--", "reports/published")


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A publication of the library while which a row was saved."""
    folder = tmp_path_factory.mktemp("once")
    repository = Repository(folder / "project", library=True)
    assert (ran := repository.checkout.briefing("build", "--format", "html")).code == 0, ran.err
    path, git = repository.data / "loans.csv", shutil.which("git")
    saved = f"sed -i s/centre,640/centre,650/ {shlex.quote(str(path))}"  # when the archive is made
    bin_ = folder / "bin"
    bin_.mkdir()
    (bin_ / "git").write_text(f'#!/bin/sh\n[ "$1" = ls-tree ] && {saved}\nexec {git} "$@"\n', encoding="utf-8")
    (bin_ / "git").chmod(0o755)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
        assert (ran := repository.checkout.briefing("publish")).code == 0, ran.err
    return repository


def test_a_row_that_is_saved_between_the_steps_is_of_the_next_publication(published_once):
    """It printed 650 where its own data said 640: the steps read the folder one after the other."""
    repository = published_once
    assert "centre,650" in (repository.data / "loans.csv").read_text(encoding="utf-8")
    made = repository.published / "1"
    about, version = (json.loads((made / f"{each}.json").read_bytes()) for each in ("publication", "version"))
    assert (version["commit"], version["dirty"]) == (about["commit"], False)  # `diff published` names it
    with zipfile.ZipFile(made / "source.zip") as source:
        assert "centre,640" in source.read("data/loans.csv").decode()
    page = lxml_html.document_fromstring((made / "briefing.html").read_text(encoding="utf-8"))
    assert {*page.xpath("//data[@data-key=\"loans.lent(branch='centre')\"]/@value")} == {"640"}
    ran = repository.checkout.briefing("publish")
    assert ran.code == 2 and "data/loans.csv: expected a file as the last commit has it" in ran.err


def test_a_word_file_that_was_published_comes_back(published_once):
    ran = published_once.checkout.briefing("forms", "in", published_once.published / "1" / "briefing.docx")
    assert ran.code == 0 and "0 remarks written" in ran.out, ran.err


def brought(published: Path, into: Path) -> Path:
    """A folder of what the paper of a publication brings, as a PDF reader saves it."""
    into.mkdir()
    with pikepdf.open(published / "briefing.pdf") as pdf:
        for name in pdf.attachments:
            (into / name).write_bytes(pdf.attachments[name].get_file().read_bytes())
    return into


def test_the_paper_alone_gives_its_source_and_the_same_bytes(published_once, tmp_path):
    made = published_once.published / "1"
    saved = brought(made, tmp_path / "bao-cao")
    assert briefing("verify", saved).code == 0
    ran = briefing("verify", saved, "--rebuild")
    assert ran.code == 0 and "bao-cao: made again, byte for byte the same." in ran.out, ran.out + ran.err
    names = ["SHA256SUMS", "datapackage.json", "document.json", "figures.csv", "source.zip"]
    assert sorted(path.name for path in saved.iterdir()) == names
    assert (saved / "figures.csv").read_bytes() == (made / "figures.csv").read_bytes()
    with zipfile.ZipFile(saved / "source.zip") as source:
        assert "centre,640" in source.read("data/loans.csv").decode()
        assert "src/briefing/cli.py" in source.namelist()


def test_a_changed_archive_is_told_by_its_digest_or_by_making_it_again(published_once, tmp_path):
    saved = brought(published_once.published / "1", tmp_path / "a")
    with zipfile.ZipFile(saved / "source.zip") as source:
        files = {name: source.read(name) for name in source.namelist()}
    files["data/loans.csv"] = files["data/loans.csv"].replace(b"centre,640", b"centre,641")
    with zipfile.ZipFile(saved / "source.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    assert wrong_in(saved) == ["source.zip was changed"]
    list_digests(saved)
    ran = briefing("verify", saved, "--rebuild")
    assert ran.code == 1 and "figures.csv: other bytes" in ran.out


# -- a folder that somebody sent -----------------------------------------------------------------------------------------


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A folder of two files with their digests, as a publication has them."""
    folder = tmp_path / "sent"
    (folder / "data").mkdir(parents=True)
    (folder / "figures.csv").write_text("a\n", encoding="utf-8")
    (folder / "data" / "licences.csv").write_text("b\n", encoding="utf-8")
    list_digests(folder)
    return folder


def test_a_file_that_is_too_large_or_a_link_is_told_to_be_that(sent):
    (sent / "figures.csv").write_bytes(bytes((1 << 26) + 1))
    ran = briefing("verify", sent)
    assert ran.code == 2 and "figures.csv: expected a file (it is larger than 64 MB)" in ran.err
    (sent / "figures.csv").unlink()
    (sent / "figures.csv").symlink_to("/etc/hostname")
    ran = briefing("verify", sent)
    assert ran.code == 2 and "figures.csv: expected a file (it is no plain file)" in ran.err


@pytest.mark.parametrize("sums", [b"\xff\xfe", b"", b"no digest\n"])
def test_a_folder_whose_digests_are_none_is_no_publication(sent, sums):
    (sent / "SHA256SUMS").write_bytes(sums)
    ran = briefing("verify", sent)
    assert ran.code == 2 and ran.problems[0]["code"] == "no_publication"


def test_what_is_no_document_of_a_publication_is_not_compared(synthetic, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(synthetic.folder, out / "2031-Q3")
    build, told = synthetic.folder / "builds" / "1", ("--data", synthetic.data, "--out", out)
    folder = publication(out / "published" / "2031-Q3" / "1", synthetic.data, "2031-Q3", build)
    ran = briefing("diff", "published", "1", *told)
    assert ran.code == 0 and ran.out.rstrip().endswith("nothing changed"), ran.out + ran.err
    (folder / "document.json").write_bytes(b"{}")
    ran = briefing("diff", "published/1", "1", *told)
    assert ran.code == 2 and "document.json: found" in ran.err and "expected a file as a build keeps it" in ran.err


def test_a_digest_that_was_changed_with_its_file_is_told_by_the_commit_it_was_published_in(sent, tmp_path):
    repository = Repository(tmp_path / "project")
    folder = Path(shutil.copytree(sent, repository.published / "1"))
    repository.commit("published")
    wrong, compared = verified(repository, folder)
    assert wrong == [] and re.search(r"and with commit [0-9a-f]{10}, in which they were published\.", compared)
    (folder / "figures.csv").write_text("c\n", encoding="utf-8")
    list_digests(folder)
    repository.commit("nobody saw this")  # a later commit proves nothing
    assert verified(repository, folder)[0] == ["figures.csv was changed, and its digest with it"]
    (folder / "figures.csv").unlink()
    list_digests(folder)
    assert verified(repository, folder)[0] == ["figures.csv was changed, and its digest with it"]


def verified(repository: Repository, folder: Path) -> tuple[list[str], str]:
    ran = repository.checkout.briefing("verify", folder)
    *wrong, compared = ran.out.splitlines()
    assert ran.code == (1 if "is as it was published" not in wrong[0] else 0), ran.err
    return [line for line in wrong if "is as it was published" not in line], compared


# -- what a publication is made of is committed --------------------------------------------------------------------------


def test_a_publication_names_what_no_commit_has_before_it_builds_anything_and_then_what_nobody_has_signed(tmp_path):
    repository = Repository(tmp_path / "project")
    change("licences", "newsletter,5", "newsletter,6")(repository.data)
    (repository.data / "phụ lục.csv").write_text("a\n", encoding="utf-8")
    ran = repository.checkout.briefing("publish")
    assert ran.code == 2 and "Problems in the input (2)" in ran.err, ran.err
    assert "data/licences.csv: expected a file as the last commit has it" in ran.err
    assert "data/phụ lục.csv: expected a file as the last commit has it" in ran.err
    assert not (repository.folder / "reports" / "2031-Q3").exists()
    repository.commit("all of it")
    ran = repository.checkout.briefing("publish")
    assert ran.code == 2 and "(1)" in ran.err and "section *: not signed" in ran.err, ran.err


@pytest.mark.slow
def test_the_next_edition_is_published_with_what_was_revised_of_the_last_one_and_made_again(tmp_path):
    repository = Repository(tmp_path / "project")
    samples.save(samples.second_year(), repository.data)
    (repository.data / "required_signatures.csv").write_text("section,role\n", encoding="utf-8")
    then = Path(shutil.copytree(repository.data, tmp_path / "then"))
    change("edocuments", ",province,outgoing,", ",province,outgoing,1")(then)
    publication(repository.published / "1", then, "2031-Q3")
    repository.commit("the first is published")
    assert (ran := repository.checkout.briefing("publish", "2032-Q3")).code == 0, ran.err
    made = repository.published.parent / "2032-Q3" / "1"
    (row,) = json.loads((made / "publication.json").read_text(encoding="utf-8"))["revised"]
    assert (row["period"], row["publication"], row["table"]) == ("2031-Q3", 1, "edocuments")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(made / "briefing.pdf").pages).split())
    assert "(R) so với cùng kỳ năm trước" in text and "SỐ LIỆU THAY ĐỔI SAU KHI CÔNG BỐ" in text
    ran = repository.checkout.briefing("verify", "--rebuild", made)
    assert ran.code == 0 and "byte for byte the same" in ran.out, ran.out + ran.err


# -- what a publication adds to the files ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def second(published_once: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second publication of the library: a number is corrected, and one of last year that was never published."""
    repository = copy_of(published_once, tmp_path_factory.mktemp("second") / "project")
    head = "period,place,reason,decided_by,date\n"
    row = "2031-Q3,loans.lent(branch='centre'),Đếm sót,Văn phòng,2031-10-05\n"
    change("visits", "2030-Q3,centre,adult,900", "2030-Q3,centre,adult,901")(repository.data)
    row += "2030-Q3,\"visits.visits(branch='centre', reader='adult')\",Đếm lại,Văn phòng,2031-10-05\n"
    (repository.data / "revisions.csv").write_text(head + row, encoding="utf-8")
    repository.commit("corrected")
    assert (ran := repository.checkout.briefing("publish")).code == 0, ran.err
    return repository.published / "2"


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_published_pdf_with_its_empty_field_is_valid_for_archive_and_screen_readers(second, profile):
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf(second / "briefing.pdf", profile=profile)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_a_publication_carries_its_data_for_other_programs_beside_the_page_and_in_the_paper(second):
    data = ("datapackage.json", "figures.csv")
    names = {path.name for path in second.iterdir() if path.is_file()}
    assert {"briefing.docx", "briefing.html", "briefing.pdf", "source.zip", "SHA256SUMS", *data} <= names
    with pikepdf.open(second / "briefing.pdf") as pdf:
        attached = {name: pdf.attachments[name] for name in pdf.attachments}
        assert {name: attached[name].get_file().read_bytes() for name in data} == {
            name: (second / name).read_bytes() for name in data
        }
        assert {str(attached[name].obj.AFRelationship) for name in data} == {"/Data"}
        assert len(pdf.Root.AF) == len(attached) == 5  # with the archive, the document and the digests
    page = lxml_html.document_fromstring((second / "briefing.html").read_text(encoding="utf-8"))
    offered = {
        link.get("download"): link.get("href").partition(";base64,")[2]
        for link in page.xpath("//nav//a[@href and @download]")
    }
    assert {name: base64.b64decode(content) for name, content in offered.items()} == {
        name: (second / name).read_bytes() for name in data
    }


def test_the_figures_are_a_data_package_that_a_strangers_validator_accepts(second, tmp_path):
    for name in ("figures.csv", "datapackage.json"):
        shutil.copy(second / name, tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:5]
    (figures,) = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert [field["name"] for field in figures["schema"]["fields"]][:4] == ["section", "key", "text", "value"]


def test_the_signature_field_stands_between_post_and_name(second):
    reader = PdfReader(second / "briefing.pdf")
    ((number, (left, bottom, right, top)),) = [
        (at, [float(side) for side in note.get_object()["/Rect"]])
        for at, page in enumerate(reader.pages)
        for note in page.get("/Annots", [])
        if note.get_object().get("/T") == "ChuKySo"
    ]
    at = {word.text: (word.x, word.y) for word in words_on(reader.pages[number])}
    post, name = at["GIÁM ĐỐC"], at["Lê Thị An"]
    assert name[1] < bottom < top < post[1] and left < post[0] < right and left < name[0] < right


def test_an_official_signature_can_be_set_into_the_field(second):
    """With a stranger's program: the file is changed at its end only, and the signature covers all of it."""
    with ThreadPoolExecutor(1) as apart:  # pyHanko runs an event loop; another test's browser may hold this thread's
        signed = apart.submit(_signed, (second / "briefing.pdf").read_bytes()).result()
        signature, status = apart.submit(_checked, signed).result()
    assert signed.startswith((second / "briefing.pdf").read_bytes())
    assert signature.field_name == "ChuKySo"
    assert status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def _checked(signed: bytes) -> tuple:
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    return signature, validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))


def _signed(content: bytes) -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Thử")])
    usage = x509.KeyUsage(True, True, *[False] * 7)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, dt.datetime(2020, 1, 1), dt.datetime(2050, 1, 1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    packed = pkcs12.serialize_key_and_certificates(None, key, certificate, None, serialization.NoEncryption())
    signer = SimpleSigner.load_pkcs12_data(packed, [])
    about = PdfSignatureMetadata(field_name="ChuKySo")
    return sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), about, signer, existing_fields_only=True).getvalue()


def test_word_and_page_carry_number_mark_and_list_too(second):
    document = docx.Document(str(second / "briefing.docx"))
    headers = {paragraph.text for part in document.sections for paragraph in part.header.paragraphs}
    assert "Bản 2" in headers and document.core_properties.title.endswith("(bản 2)")
    assert "Đếm sót" in [cell.text for row in document.tables[-1].rows for cell in row.cells]
    page = lxml_html.document_fromstring((second / "briefing.html").read_text(encoding="utf-8"))
    marked = page.xpath("//main//data[@data-published]")
    assert [each.text for each in marked] == ["tăng 4,9%", "950\u00a0bản", "650"] and all(
        "(R)" in each.tail for each in marked
    )
    assert "Danh mục sửa đổi. Số liệu thay đổi sau khi công bố" in " ".join(page.text_content().split())
    rows = [[cell.text_content() for cell in row] for row in page.get_element_by_id("danh-muc-sua-doi").iter("tr")]
    (grown,) = (row for row in rows if row[3] == "Đếm lại")
    assert grown[1] == "tăng 5,00% (báo cáo quý III năm 2031, bản 1)"
