package dev.alambic.packager;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.runtime.Hazards;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.packager.golden.GoldenCheck;
import dev.alambic.packager.manifest.FileEntry;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestSchema;
import dev.alambic.packager.sign.HashList;
import dev.alambic.packager.sign.PackageSignature;
import dev.alambic.packager.sign.Sha256;
import dev.alambic.packager.sign.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks a package: every byte of the zip, the hashes, the signature, the manifest by its schema and by the files that
 * are there, and the golden vectors in ONNX Runtime.
 */
public final class PackageVerifier {
    private static final String MANIFEST = "manifest.json";

    private PackageVerifier() {}

    /**
     * Checks a package.
     *
     * @param signer the key that must have signed; null if anyone or nobody may
     * @throws InvalidPackageException if the package is broken or was changed, or was not signed by that key
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if a newer program made it
     */
    public static Verification verify(Path file, @Nullable VerifyingKey signer) {
        Archive archive = Archive.read(file);
        HashList.check(archive);
        Optional<VerifyingKey> signed = PackageSignature.check(archive);
        if (signer != null) {
            requireSigner(signer, signed);
        }
        Manifest manifest = ManifestSchema.read(MANIFEST, archive.text(MANIFEST));
        checkFiles(archive, manifest);
        try (WorkFolder work = WorkFolder.create()) {
            return new Verification(
                    manifest.identity().name(),
                    manifest.identity().version(),
                    archive.names().size(),
                    manifest.model().content().bytes(),
                    signed.map(VerifyingKey::fingerprint).orElse(null),
                    new Verification.Answers(
                            manifest.golden().cases().size(),
                            "ONNX Runtime " + Session.runtimeVersion(),
                            misses(archive, manifest, work)));
        }
    }

    private static void requireSigner(VerifyingKey expected, Optional<VerifyingKey> signed) {
        if (signed.isEmpty() || !signed.get().equals(expected)) {
            throw new InvalidPackageException(
                    PackageSignature.FILE,
                    "the package is signed by the given key",
                    expected.fingerprint(),
                    signed.map(VerifyingKey::fingerprint).orElse("no signature"));
        }
    }

    private static void checkFiles(Archive archive, Manifest manifest) {
        Set<String> unlisted = new TreeSet<>(archive.names());
        unlisted.removeAll(Set.of(MANIFEST, HashList.FILE, PackageSignature.FILE));
        for (FileEntry entry : manifest.files()) {
            ByteBuffer content = archive.file(entry.path());
            String stated = entry.bytes() + " bytes, " + entry.sha256();
            String real = content.remaining() + " bytes, " + Sha256.of(content);
            if (!unlisted.remove(entry.path()) || !stated.equals(real)) {
                throw new InvalidPackageException(
                        entry.path(), "the manifest lists it once, with its size and hash", stated, real);
            }
        }
        if (!unlisted.isEmpty()) {
            throw new InvalidPackageException(MANIFEST, "it lists every file", "no other", unlisted);
        }
        String hash = Sha256.of(archive.file(manifest.model().content().file()));
        if (!hash.equals(manifest.model().content().sha256())) {
            throw new InvalidPackageException(
                    MANIFEST,
                    "it says the hash of the model",
                    hash,
                    manifest.model().content().sha256());
        }
    }

    private static List<String> misses(Archive archive, Manifest manifest, WorkFolder work) {
        GoldenCheck check = new GoldenCheck(manifest.golden(), archive::file);
        Path model =
                work.write("model.onnx", archive.file(manifest.model().content().file()));
        try {
            Hazards.require(OnnxModel.read(model));
        } catch (InvalidModelException e) {
            throw new InvalidPackageException(manifest.model().content().file() + ": broken: " + e.getMessage(), e);
        }
        List<String> misses = new ArrayList<>(check.run(model));
        if (manifest.model().ort() != null) {
            String ort = manifest.model().ort().file();
            check.run(work.write("model.ort", archive.file(ort))).forEach(miss -> misses.add(ort + ": " + miss));
        }
        return misses;
    }
}
