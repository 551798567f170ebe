package dev.alambic.packager.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    /** The private key of test 1 of RFC 8032, section 7.1, in PKCS#8. */
    private static final String RFC_SECRET = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    /** Its public half, as the RFC gives it. */
    private static final String RFC_PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @TempDir
    Path folder;

    @Test
    void thePublicHalfIsDerivedFromThePrivate() throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), RFC_SECRET);
        byte[] encoded =
                Base64.getDecoder().decode(SigningKey.read(file).verifyingKey().text());
        assertThat(HexFormat.of().formatHex(encoded)).endsWith(RFC_PUBLIC);
    }

    @Test
    void whatOneKeySignsItsPublicHalfAccepts() throws IOException, GeneralSecurityException {
        Keys keys = Keys.make(folder, "key", "Ed25519");
        byte[] message = "hashes".getBytes(StandardCharsets.UTF_8);
        byte[] signed = SigningKey.read(keys.secret()).sign(message);
        assertThat(VerifyingKey.read(keys.open()).accepts(message, signed)).isTrue();
        message[0] ^= 1;
        assertThat(VerifyingKey.read(keys.open()).accepts(message, signed)).isFalse();
    }

    @Test
    void otherKeysAndOtherFilesAreTheCallersMistake() throws IOException, GeneralSecurityException {
        Keys other = Keys.make(folder, "ec", "EC");
        Keys good = Keys.make(folder, "key", "Ed25519");
        assertThatThrownBy(() -> SigningKey.read(other.secret())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerifyingKey.read(other.open())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SigningKey.read(good.open()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl genpkey -algorithm ed25519");
        Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN PUBLIC KEY-----\n!!\n");
        assertThatThrownBy(() -> VerifyingKey.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(text.toString());
    }
}
