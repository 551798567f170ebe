package dev.alambic.data.format;

import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.TensorFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors of ONNX's own tests: a folder for each sample, {@code input_0.pb}, ... in the order of the inputs. */
final class TestDataFormat implements DataFormat {
    private static final String FIRST = "input_0.pb";

    @Override
    public Names names() {
        return new Names("", FIRST, FIRST + " files");
    }

    @Override
    public Optional<InputSamples> tensors(SampleRequest request) {
        List<Path> folders = request.files().stream()
                .filter(file -> String.valueOf(file.getFileName()).equals(FIRST))
                .map(file -> file.resolveSibling(""))
                .toList();
        return folders.isEmpty()
                ? Optional.empty()
                : Optional.of(Sequences.of(
                        InputSamples.of(
                                request.spread(folders),
                                folder -> read(folder, request.model().graph().requiredInputs()),
                                request.path().toString()),
                        request));
    }

    private static Map<String, Tensor> read(Path folder, List<ValueInfo> inputs) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            feeds.put(inputs.get(i).name(), TensorFile.read(folder.resolve("input_" + i + ".pb")));
        }
        return feeds;
    }
}
