package dev.alambic.packager;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.contract.FigureGround;
import dev.alambic.packager.contract.ImageForm;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ModelFile;
import dev.alambic.packager.manifest.Provenance;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.mobile.OrtFormat;
import dev.alambic.packager.sign.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifest of a package before its files are listed. */
record ManifestDraft(PackageRequest request, ModelStage stage, Contract contract) {

    Manifest of(Golden golden, @Nullable OrtFormat ort) {
        return new Manifest(
                Manifest.FORMAT,
                request.identity(),
                request.targets().stream().map(Platform::lowerName).toList(),
                modelFile(ort),
                contract.inputSpecs(),
                contract.outputSpecs(),
                preprocessing(),
                contract.postprocessing(),
                golden,
                provenance(),
                request.evidence(),
                List.of());
    }

    /** Returns the steps before the model, with what real pictures show of theirs. */
    private List<Step> preprocessing() {
        List<Step> steps = new ArrayList<>(contract.preprocessing());
        ImageForm image = contract.image();
        if (image != null) {
            String input = contract.inputs().get(0).name();
            List<Tensor> pictures = request.data().samples().stream()
                    .flatMap(sample -> Optional.ofNullable(sample.inputs().get(input)).stream())
                    .toList();
            FigureGround.of(image, pictures).ifPresent(ground -> steps.add(1, ground));
        }
        return steps;
    }

    private ModelFile modelFile(@Nullable OrtFormat ort) {
        OnnxModel model = stage.model();
        Map<String, Long> domains = new LinkedHashMap<>(model.opsets());
        domains.remove("");
        domains.remove("ai.onnx");
        return new ModelFile(
                new ModelFile.Content(
                        ModelStage.FILE,
                        Sha256.of(stage.content()),
                        stage.content().remaining()),
                new ModelFile.Versions(model.opset(), model.irVersion(), domains),
                WeightCount.of(model).count(),
                RuntimeVersions.of(model),
                ortFile(ort));
    }

    private static ModelFile.@Nullable Ort ortFile(@Nullable OrtFormat ort) {
        if (ort == null || ort.file() == null) {
            return null;
        }
        return new ModelFile.Ort(
                String.valueOf(ort.file().getFileName()),
                WorkFolder.mapped(ort.file()).remaining(),
                ort.level(),
                ort.reason(),
                Session.runtimeVersion());
    }

    private Provenance provenance() {
        ModelInfo info = ModelInfo.of(stage.model());
        List<Provenance.Parent> parents = new ArrayList<>();
        if (!info.sourceSha256().isEmpty()) {
            parents.add(new Provenance.Parent("the model that this one was made from", info.sourceSha256()));
        }
        if (stage.rewritten()) {
            parents.add(new Provenance.Parent(
                    "the model's file, whose weights lay beside it", Sha256.of(WorkFolder.mapped(request.model()))));
        }
        String producer = (stage.model().content().producer().name() + " "
                        + stage.model().content().producer().version())
                .strip();
        return new Provenance(
                info.tool().isEmpty() ? producer : info.tool(),
                new Provenance.Training(info.recipe(), info.seed()),
                info.history(),
                parents,
                request.packer().tool(),
                request.data().trainedOn());
    }
}
