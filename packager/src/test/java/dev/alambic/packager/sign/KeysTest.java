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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @TempDir
    Path folder;

    /** RFC 8032, section 7.1, tests 1, 2, 3 and SHA(abc): private key, public key, message, signature. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, \
            d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, \
            '', \
            e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
            5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
            4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, \
            3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, \
            72, \
            92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
            085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
            c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, \
            fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, \
            af82, \
            6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
            18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
            833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42, \
            ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf, \
            ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
            2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f, \
            dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589\
            09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
            """)
    void theVectorsOfTheStandardComeOut(String secret, String open, String message, String signature)
            throws IOException {
        HexFormat hex = HexFormat.of();
        byte[] encoded = hex.parseHex("302e020100300506032b657004220420" + secret); // PKCS#8 (RFC 8410)
        Path file = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
        SigningKey key = SigningKey.read(file);
        byte[] derived = Base64.getDecoder().decode(key.verifyingKey().text());
        assertThat(hex.formatHex(derived)).isEqualTo("302a300506032b6570032100" + open); // X.509
        byte[] text = hex.parseHex(message);
        assertThat(hex.formatHex(key.sign(text))).isEqualTo(signature);
        assertThat(key.verifyingKey().accepts(text, hex.parseHex(signature))).isTrue();
    }

    @Test
    void thePublicHalfIsTheOneThatTheJdkMadeWithTheKey() throws IOException, GeneralSecurityException {
        for (int i = 0; i < 8; i++) {
            Keys keys = Keys.make(folder, "key" + i, "Ed25519");
            assertThat(SigningKey.read(keys.secret()).verifyingKey()).isEqualTo(VerifyingKey.read(keys.open()));
        }
    }

    @Test
    void aKeyOfAnotherLengthIsNone() throws IOException, GeneralSecurityException {
        assertThatThrownBy(() -> Ed25519.publicKey(new byte[31]))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("a private key has 32 bytes (was 31)");
        Keys longer = Keys.make(folder, "ed448", "Ed448");
        assertThatThrownBy(() -> SigningKey.read(longer.secret())).isInstanceOf(IllegalArgumentException.class);
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
