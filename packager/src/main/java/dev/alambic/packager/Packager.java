package dev.alambic.packager;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.code.KotlinPackage;
import dev.alambic.packager.code.SourceFiles;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.golden.Calls;
import dev.alambic.packager.golden.GoldenVectors;
import dev.alambic.packager.golden.TestPicture;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.ManifestSchema;
import dev.alambic.packager.manifest.TensorSpec;
import dev.alambic.packager.mobile.MobilePage;
import dev.alambic.packager.mobile.OrtFormat;
import dev.alambic.packager.mobile.RequiredOperators;
import dev.alambic.packager.page.BillOfMaterials;
import dev.alambic.packager.page.ModelCardPage;
import dev.alambic.packager.page.ReadmePage;
import dev.alambic.packager.sign.HashList;
import dev.alambic.packager.sign.PackageSignature;
import dev.alambic.packager.sign.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes packages. The same request gives the same bytes on the same machine; on another one the expected outputs and
 * their tolerance may differ in their last digits.
 *
 * <pre>{@code
 * Packager.write(PackageRequest.of(model, identity, "mytool 1.0"), Path.of("digits.alambic.zip"));
 * }</pre>
 */
public final class Packager {
    private static final String ORT_FILE = "model.ort";

    private final PackageRequest request;
    private final WorkFolder work;
    private final PackageFiles files = new PackageFiles();
    private final List<String> notes = new ArrayList<>();

    private Packager(PackageRequest request, WorkFolder work) {
        this.request = request;
        this.work = work;
    }

    /**
     * Writes a package whole or not at all.
     *
     * @throws IllegalArgumentException if what the request says does not fit the model
     * @throws dev.alambic.onnx.graph.InvalidModelException if the model is broken
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model takes what a package cannot hold
     * @throws UncheckedIOException if the disk is full or the folder cannot be written
     */
    public static Packaged write(PackageRequest request, Path out) {
        try (WorkFolder work = WorkFolder.create()) {
            return new Packager(request, work).write(out);
        }
    }

    private Packaged write(Path out) {
        ModelStage stage =
                ModelStage.of(request.model(), work).told(request.data().state());
        Contract contract =
                Contract.of(stage.model(), request.identity(), request.data().scale());
        files.add(ModelStage.FILE, stage.content(), "the model");
        contract.tokenizer().ifPresent(json -> files.add("tokenizer.json", json, "cuts texts into tokens"));
        OrtFormat ort = request.isMobile() ? ort(stage, contract) : null;
        Golden golden = golden(stage, contract, ort);
        Manifest open = new ManifestDraft(request, stage, contract).of(golden, ort);
        describe(open);
        return seal(open, out);
    }

    private OrtFormat ort(ModelStage stage, Contract contract) {
        OrtFormat ort = OrtFormat.write(stage.model(), stage.file(), work.file("."));
        if (ort.file() != null) {
            files.add(ORT_FILE, WorkFolder.mapped(ort.file()), "the model in ONNX Runtime's own format");
        } else {
            notes.add("there is no " + ORT_FILE + ": " + ort.reason());
        }
        files.add(
                "required_operators.config",
                RequiredOperators.of(ort.graph()),
                "operators and types for a reduced build of ONNX Runtime");
        OnnxModel basic = ort.isBasic()
                ? ort.graph()
                : OrtFormat.graph(stage.file(), OptimizationLevel.BASIC, work.file("basic.onnx"));
        files.add("mobile.md", MobilePage.of(basic, contract.inputSpecs(), ort), "what accelerators of phones take");
        return ort;
    }

    private Golden golden(ModelStage stage, Contract contract, @Nullable OrtFormat ort) {
        GoldenVectors.Made made = GoldenVectors.make(
                stage.model(),
                stage.file(),
                ort == null ? null : ort.file(),
                Calls.of(
                        stage.model(),
                        contract,
                        request.data().samples(),
                        request.data().shapes()));
        Map<String, ByteBuffer> vectors = new TreeMap<>(made.files());
        TensorSpec.Range range = contract.inputSpecs().get(0).range();
        Golden.Picture picture =
                contract.image() == null || range == null ? null : TestPicture.make(contract.image(), range, vectors);
        vectors.forEach((name, content) -> files.add(name, content, "golden vector"));
        return new Golden(made.tolerances(), made.cases(), picture);
    }

    private void describe(Manifest manifest) {
        KotlinPackage kotlin = request.kotlinPackage();
        SourceFiles.Made code = kotlin == null ? SourceFiles.of(manifest) : SourceFiles.of(manifest, kotlin);
        notes.addAll(code.notes());
        code.files().forEach((name, text) -> files.add(name, text, "source for those who use the model"));
        files.add("README.md", ReadmePage.of(manifest, code), "start here");
        files.add("MODEL_CARD.md", ModelCardPage.of(manifest), "what the model is, and is not");
        files.add("bom.cdx.json", BillOfMaterials.of(manifest), "origins (CycloneDX)");
        files.add("manifest.schema.json", ManifestSchema.text(), "the form of manifest.json (JSON Schema)");
    }

    private Packaged seal(Manifest open, Path out) {
        Manifest manifest = open.withFiles(files.entries());
        files.add("manifest.json", ManifestJson.write(manifest), "");
        String hashes = HashList.of(files.content());
        files.add(HashList.FILE, hashes, "");
        SigningKey key = request.packer().key();
        if (key != null) {
            files.add(PackageSignature.FILE, PackageSignature.of(hashes, key), "");
        }
        Archive.of(files.content()).write(out);
        try {
            return new Packaged(manifest, Files.size(out), notes);
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": cannot be read", e);
        }
    }
}
