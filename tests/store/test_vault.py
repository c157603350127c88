"""Encryption at rest and keyed hashes."""

import re
import secrets
from typing import Final

import pytest
from cryptography.exceptions import InvalidTag

from homing.domain.errors import ConfigurationError
from homing.store.vault import LINK_CODE_PLACEHOLDER, Vault, new_key, new_link_code

NUMBER: Final = "+34600123456"
OLD, NEW, SECRET = (secrets.token_bytes(32) for _ in range(3))


def vault(**ring: bytes) -> Vault:
    return Vault(ring or {"old": OLD}, SECRET)


@pytest.mark.spec("Q13")
@pytest.mark.parametrize("clear", [NUMBER, "", "añ@b.invalid", "٦٠٠", "x" * 10_000])
def test_what_was_encrypted_is_read_again_and_is_not_in_the_ciphertext(clear: str) -> None:
    key_id, sealed = vault().encrypt(clear)
    assert vault().decrypt(key_id, sealed) == clear
    assert not clear or clear.encode() not in sealed


@pytest.mark.spec("Q13")
def test_the_same_number_is_never_encrypted_alike() -> None:
    sealed = {vault().encrypt(NUMBER)[1] for _ in range(100)}
    assert len(sealed) == 100
    assert len({one[:12] for one in sealed}) == 100


@pytest.mark.spec("Q13")
def test_a_rotated_ring_still_reads_the_old_key_and_writes_with_the_new() -> None:
    before = vault(old=OLD).encrypt(NUMBER)
    rotated = vault(new=NEW, old=OLD)
    after = rotated.encrypt(NUMBER)
    assert (before[0], after[0]) == ("old", "new")
    assert rotated.decrypt(*before) == rotated.decrypt(*after) == NUMBER
    assert vault(new=NEW).decrypt(*after) == NUMBER


@pytest.mark.spec("Q13")
def test_a_key_that_is_missing_stops_by_the_name_of_the_setting_and_shows_no_value() -> None:
    key_id, sealed = vault(retired=OLD).encrypt(NUMBER)
    with pytest.raises(ConfigurationError, match=r"^encryption_keys: ") as stopped:
        vault(new=NEW).decrypt(key_id, sealed)
    for hidden in (NUMBER, sealed.hex(), OLD.hex(), NEW.hex(), repr(OLD), repr(NEW)):
        assert hidden not in str(stopped.value)


@pytest.mark.spec("Q13")
@pytest.mark.parametrize("byte", [0, 12, -1], ids=["nonce", "ciphertext", "tag"])
def test_a_ciphertext_that_was_touched_is_refused(byte: int) -> None:
    key_id, sealed = vault().encrypt(NUMBER)
    touched = bytearray(sealed)
    touched[byte] ^= 1
    with pytest.raises(InvalidTag):
        vault().decrypt(key_id, bytes(touched))


@pytest.mark.spec("Q13")
def test_a_ciphertext_under_another_key_of_the_same_name_is_refused() -> None:
    _, sealed = vault(old=NEW).encrypt(NUMBER)
    with pytest.raises(InvalidTag):
        vault(old=OLD).decrypt("old", sealed)


@pytest.mark.spec("Q13")
def test_a_number_has_one_hash_whatever_the_ring_and_another_under_another_secret() -> None:
    hashed = vault(old=OLD).hash_identifier(NUMBER)
    assert vault(new=NEW, old=OLD).hash_identifier(NUMBER) == hashed
    assert vault().hash_identifier("+34600123457") != hashed
    assert Vault({"old": OLD}, NEW).hash_identifier(NUMBER) != hashed


def test_a_mail_address_is_found_however_its_letters_are_written() -> None:
    assert vault().hash_identifier("Ana@B.Invalid") == vault().hash_identifier("ana@b.invalid")


@pytest.mark.spec("Q13")
def test_a_hash_of_one_purpose_says_nothing_about_another() -> None:
    one = vault()
    assert len({one.hash_identifier("same"), one.hash_body("same"), one.hash_link("same")}) == 3


def test_bodies_and_codes_that_differ_in_case_alone_have_hashes_of_their_own() -> None:
    assert vault().hash_body("Hi") != vault().hash_body("hi")
    assert vault().hash_link("aB") != vault().hash_link("Ab")


@pytest.mark.spec("Q13")
def test_a_vault_shows_nothing_of_its_keys() -> None:
    shown = repr(vault(new=NEW, old=OLD)) + str(vault(new=NEW, old=OLD))
    assert shown == "Vault(***)" * 2


def test_a_link_code_is_eleven_base62_characters_and_never_the_same() -> None:
    codes = {new_link_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch("[0-9A-Za-z]{11}", code) for code in codes)
    assert len(LINK_CODE_PLACEHOLDER) == 11


def test_fresh_keys_differ() -> None:
    assert len({new_key() for _ in range(10)}) == 10
