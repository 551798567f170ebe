package dev.alambic.packager;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.golden.EdgeCases;
import dev.alambic.packager.golden.GoldenVectors;
import dev.alambic.packager.manifest.FileEntry;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.ManifestSchema;
import dev.alambic.packager.manifest.ModelFile;
import dev.alambic.packager.manifest.Provenance;
import dev.alambic.packager.sign.HashList;
import dev.alambic.packager.sign.Sha256;
import dev.alambic.packager.sign.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final PackageRequest request;
    private final PackageFiles files = new PackageFiles();

    private Packager(PackageRequest request) {
        this.request = request;
    }

    /**
     * Writes a package whole or not at all.
     *
     * @throws IllegalArgumentException if what the request says does not fit the model
     * @throws dev.alambic.onnx.InvalidModelException if the model is broken
     * @throws dev.alambic.onnx.UnsupportedModelException if the model takes what a package cannot hold
     * @throws UncheckedIOException if the disk is full or the folder cannot be written
     */
    public static Packaged write(PackageRequest request, Path out) {
        try (WorkFolder work = WorkFolder.create()) {
            return new Packager(request).write(work, out);
        }
    }

    private Packaged write(WorkFolder work, Path out) {
        ModelStage stage = ModelStage.of(request.model(), work);
        Contract contract = Contract.of(stage.model(), request.identity().labels(), request.scale());
        files.add(ModelStage.FILE, stage.content(), "the model");
        contract.tokenizer().ifPresent(json -> files.add("tokenizer.json", json, "cuts texts into tokens"));
        GoldenVectors.Made golden = GoldenVectors.make(
                stage.model(), stage.file(), null, EdgeCases.of(contract, request.samples(), request.shapes()));
        golden.files().forEach((name, content) -> files.add(name, content, "golden vector"));
        files.add("manifest.schema.json", ManifestSchema.text(), "the form of manifest.json (JSON Schema)");
        Manifest manifest = manifest(stage, contract, golden, null);
        return seal(manifest, out);
    }

    private Manifest manifest(
            ModelStage stage, Contract contract, GoldenVectors.Made golden, ModelFile.@Nullable Ort ort) {
        return new Manifest(
                Manifest.FORMAT,
                request.identity(),
                request.targets().stream().map(Target::lowerName).toList(),
                modelFile(stage, ort),
                contract.inputSpecs(),
                contract.outputSpecs(),
                contract.preprocessing(),
                contract.postprocessing(),
                new Golden(golden.tolerances(), golden.cases(), null),
                provenance(stage),
                request.evidence(),
                List.<FileEntry>of());
    }

    private static ModelFile modelFile(ModelStage stage, ModelFile.@Nullable Ort ort) {
        OnnxModel model = stage.model();
        Map<String, Long> domains = new LinkedHashMap<>(model.opsets());
        domains.remove("");
        domains.remove("ai.onnx");
        return new ModelFile(
                ModelStage.FILE,
                Sha256.of(stage.content()),
                stage.content().remaining(),
                model.opset(),
                model.irVersion(),
                domains,
                parameters(model.graph()),
                RuntimeVersions.of(model),
                ort);
    }

    /** Returns the elements of the initializers, and of constants, in which some programs keep weights. */
    private static long parameters(Graph graph) {
        long constants = graph.nodes().stream()
                .filter(node -> node.is("Constant"))
                .flatMap(node -> node.tensorAttribute("value").stream())
                .mapToLong(Tensor::elementCount)
                .sum();
        return constants
                + graph.initializers().values().stream()
                        .mapToLong(Tensor::elementCount)
                        .sum();
    }

    private Provenance provenance(ModelStage stage) {
        ModelInfo info = ModelInfo.of(stage.model());
        List<Provenance.Parent> parents = new ArrayList<>();
        if (!info.sourceSha256().isEmpty()) {
            parents.add(new Provenance.Parent("the model that this one was made from", info.sourceSha256()));
        }
        if (stage.rewritten()) {
            parents.add(new Provenance.Parent(
                    "the model's file, whose weights lay beside it", Sha256.of(WorkFolder.mapped(request.model()))));
        }
        String tool = info.tool().isEmpty()
                ? (stage.model().producerName() + " " + stage.model().producerVersion()).strip()
                : info.tool();
        return new Provenance(
                tool, info.recipe(), info.seed(), info.history(), parents, request.tool(), request.data());
    }

    private Packaged seal(Manifest open, Path out) {
        Manifest manifest = new Manifest(
                open.format(),
                open.identity(),
                open.targets(),
                open.model(),
                open.inputs(),
                open.outputs(),
                open.preprocessing(),
                open.postprocessing(),
                open.golden(),
                open.provenance(),
                open.evidence(),
                files.entries());
        files.add("manifest.json", ManifestJson.write(manifest), "");
        String hashes = HashList.of(files.content());
        files.add(HashList.FILE, hashes, "");
        if (request.key() != null) {
            files.add(Signature.FILE, Signature.of(hashes, request.key()), "");
        }
        Archive.of(files.content()).write(out);
        try {
            return new Packaged(manifest, Files.size(out));
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": cannot be read", e);
        }
    }
}
