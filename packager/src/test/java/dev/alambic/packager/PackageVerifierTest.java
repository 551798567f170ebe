package dev.alambic.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.packager.sign.HashList;
import dev.alambic.packager.sign.Keys;
import dev.alambic.packager.sign.PackageSignature;
import dev.alambic.packager.sign.Sha256;
import dev.alambic.packager.sign.SigningKey;
import dev.alambic.packager.sign.VerifyingKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageVerifierTest {
    private static final int CHANGES = 1000;

    @TempDir
    Path folder;

    private Path file;
    private Keys keys;

    @BeforeEach
    void makePackage() throws IOException, GeneralSecurityException {
        file = folder.resolve("digits.alambic.zip");
        keys = Keys.make(folder, "key", "Ed25519");
        Packager.write(
                Models.request(Models.image(1, List.of("a", "b", "c")), "digits", folder)
                        .withPacker(new PackageRequest.Packer("alambic test", SigningKey.read(keys.secret()))),
                file);
    }

    private Verification verify() {
        return PackageVerifier.verify(file, null);
    }

    @Test
    void aPackageAsItWasMadeIsWholeAndMatches() {
        Verification verified = PackageVerifier.verify(file, VerifyingKey.read(keys.open()));
        assertThat(verified.isMatched()).isTrue();
        assertThat(verified.answers().cases()).isGreaterThanOrEqualTo(8);
        assertThat(verified.signer()).isEqualTo(VerifyingKey.read(keys.open()).fingerprint());
    }

    @Test
    void aThousandChangesOfOneByteAreAllFound() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(20);
        int found = 0;
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = whole.clone();
            int at = random.nextInt(whole.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, changed);
            try {
                verify();
            } catch (InvalidPackageException e) {
                found++;
            }
        }
        assertThat(found).isEqualTo(CHANGES);
    }

    /** Writes the package anew with other files, all zip records being right. */
    private void repack(Consumer<Map<String, ByteBuffer>> change) {
        Map<String, ByteBuffer> files = contentOf(Archive.read(file));
        change.accept(files);
        Archive.of(files).write(file);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyByteOfTheSignatureAndTheListOfHashesCounts() {
        Archive archive = Archive.read(file);
        for (String name : List.of(HashList.FILE, PackageSignature.FILE)) {
            for (int at = 0; at < archive.bytes(name).length; at++) {
                Map<String, ByteBuffer> files = contentOf(archive);
                byte[] changed = archive.bytes(name);
                changed[at] ^= 1;
                files.put(name, ByteBuffer.wrap(changed));
                assertThatThrownBy(() -> {
                            HashList.check(Archive.of(files));
                            PackageSignature.check(Archive.of(files));
                        })
                        .as(name + " byte " + at)
                        .isInstanceOf(InvalidPackageException.class);
            }
        }
    }

    private static Map<String, ByteBuffer> contentOf(Archive archive) {
        Map<String, ByteBuffer> files = new TreeMap<>();
        archive.names().forEach(name -> files.put(name, ByteBuffer.wrap(archive.bytes(name))));
        return files;
    }

    @Test
    void filesAddedAndTakenAwayAreFound() {
        repack(files -> files.put("extra.txt", utf8("x")));
        assertThatThrownBy(this::verify)
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("extra.txt");
        repack(files -> files.remove("extra.txt"));
        repack(files -> files.remove("manifest.schema.json"));
        assertThatThrownBy(this::verify).isInstanceOf(InvalidPackageException.class);
    }

    @Test
    void aChangeWithNewHashesFailsTheSignature() {
        repack(files -> {
            files.put("manifest.schema.json", utf8("{}"));
            files.put(HashList.FILE, utf8(HashList.of(files)));
        });
        assertThatThrownBy(this::verify)
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("signature.json");
    }

    /** Changes the manifest and makes the hashes right again, as one who does not sign could. */
    private void rewriteManifest(String from, String to) {
        repack(files -> {
            String text = StandardCharsets.UTF_8
                    .decode(files.getOrDefault("manifest.json", utf8("")).duplicate())
                    .toString();
            assertThat(text).contains(from);
            files.put("manifest.json", utf8(text.replace(from, to)));
            files.remove("signature.json");
            files.put(HashList.FILE, utf8(HashList.of(files)));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'\"task\"', '\"tsk\"'",
        "'\"opset\" : 17', '\"opset\" : \"17\"'",
        "'\"format\" : 1', '\"format\" : 0'",
        "'\"step\" : \"softmax\"', '\"step\" : \"exec\"'",
        "'\"version\" : \"1.2.0\"', '\"version\" : \"1.2.0\", \"version\" : \"1.3.0\"'",
        "'golden/01-zeros/input-0.bin', '../01-zeros/input-0.bin'"
    })
    void aManifestThatBreaksItsSchemaIsRefused(String from, String to) {
        rewriteManifest(from, to);
        assertThatThrownBy(this::verify)
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("manifest.json");
    }

    @Test
    void aNewerFormatIsUnsupported() {
        rewriteManifest("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(this::verify).isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void aManifestThatDoesNotFitTheFilesIsRefused() {
        rewriteManifest("\"shape\" : [ 1, 1, 6, 6 ]", "\"shape\" : [ 9000000000, 9000000000, 6, 6 ]");
        assertThatThrownBy(this::verify)
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("golden/01-zeros/input-0.bin");
    }

    @Test
    void anAnswerBeyondTheToleranceIsAMissAndNoBrokenPackage() {
        repack(files -> {
            String name = "golden/01-zeros/output-0.bin";
            byte[] wrong = new byte[files.getOrDefault(name, utf8("")).remaining()];
            String before = Sha256.of(files.getOrDefault(name, utf8("")));
            String after = Sha256.of(ByteBuffer.wrap(wrong));
            files.put(name, ByteBuffer.wrap(wrong));
            String manifest = StandardCharsets.UTF_8
                    .decode(files.getOrDefault("manifest.json", utf8("")).duplicate())
                    .toString();
            files.put("manifest.json", utf8(manifest.replace(before, after)));
            files.remove("signature.json");
            files.put(HashList.FILE, utf8(HashList.of(files)));
        });
        Verification verified = verify();
        assertThat(verified.isMatched()).isFalse();
        assertThat(verified.answers().misses())
                .anyMatch(miss -> miss.startsWith("case 'zeros': output 'logits' differs by"));
    }

    @Test
    void anotherSignerOrNoneIsRefusedWhereAKeyIsAsked() throws IOException, GeneralSecurityException {
        VerifyingKey other =
                VerifyingKey.read(Keys.make(folder, "other", "Ed25519").open());
        assertThatThrownBy(() -> PackageVerifier.verify(file, other))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("signed by the given key");
        rewriteManifest("1.2.0", "1.2.1");
        assertThatThrownBy(() -> PackageVerifier.verify(file, VerifyingKey.read(keys.open())))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("no signature");
    }
}
