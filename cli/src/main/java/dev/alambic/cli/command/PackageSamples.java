package dev.alambic.cli.command;

import dev.alambic.cli.samples.InputSamples;
import dev.alambic.cli.samples.SampleSource;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.golden.Sample;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.trainer.network.ModelInputs;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Real samples for golden vectors: files without labels, labelled data, or texts for a model with a tokenizer. */
final class PackageSamples {
    private static final int MOST = 4;
    private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

    private final Arguments arguments;
    private final Path file;
    private final OnnxModel model;

    PackageSamples(Arguments arguments, Path file, OnnxModel model) {
        this.arguments = arguments;
        this.file = file;
        this.model = model;
    }

    List<Sample> read() {
        List<Sample> samples = new ArrayList<>(texts());
        if (arguments.has("inputs")) {
            samples.addAll(files(arguments.path("inputs").orElseThrow()));
        } else if (ModelData.isKnown(arguments, file)) {
            ModelData data = ModelData.read(arguments, file, model, "test");
            List<Map<String, Tensor>> feeds = SampleFeeds.spread(model, data.samples(), MOST, 1);
            for (Map<String, Tensor> feed : feeds) {
                samples.add(new Sample("sample-" + (samples.size() + 1), "a real one, " + data.part(), null, feed));
            }
        }
        return samples;
    }

    private List<Sample> files(Path path) {
        InputSamples read = SampleSource.open(path, model, ImageFlags.read(arguments), MOST);
        List<Sample> samples = new ArrayList<>();
        Iterator<Map<String, Tensor>> batches = read.batches().iterator();
        while (batches.hasNext() && samples.size() < MOST) {
            Map<String, Tensor> batch = batches.next();
            long rows = batch.values().stream()
                    .mapToLong(tensor -> tensor.rank() == 0 ? 1 : tensor.dim(0))
                    .min()
                    .orElse(1);
            boolean even = batch.values().stream().allMatch(tensor -> tensor.rank() > 0 && tensor.dim(0) == rows);
            for (int row = 0; row < (even ? rows : 1) && samples.size() < MOST; row++) {
                samples.add(new Sample(
                        "sample-" + (samples.size() + 1),
                        "a real one, from files given when the package was made",
                        null,
                        even ? row(batch, row) : batch));
            }
        }
        return samples;
    }

    private static Map<String, Tensor> row(Map<String, Tensor> batch, int row) {
        Map<String, Tensor> one = new LinkedHashMap<>();
        batch.forEach((name, tensor) -> {
            long[] dims = tensor.dims();
            int bytes = Math.toIntExact(tensor.byteSize() / dims[0]);
            ByteBuffer data = tensor.data();
            data.position(row * bytes).limit((row + 1) * bytes);
            dims[0] = 1;
            one.put(name, Tensor.of(tensor.dataType(), dims, data));
        });
        return one;
    }

    /** Returns the shortest and the longest text, and one of other letters, for a model that has a tokenizer. */
    private List<Sample> texts() {
        if (!(ModelInfo.of(model).input() instanceof InputMeaning.Text text)) {
            return List.of();
        }
        ModelInputs inputs = ModelInputs.of(model.graph().requiredInputs(), text);
        List<Sample> samples = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.of(text)) {
            Map<String, String> texts = new LinkedHashMap<>();
            texts.put("empty-text", "");
            texts.put("short-text", "ok");
            texts.put("other-letters", "Straße, naïve 東京 🙂");
            texts.put("longest-text", WORDS.repeat(text.length() / 8 + 1).strip());
            texts.forEach((name, words) -> samples.add(new Sample(
                    name,
                    "a text" + (name.equals("longest-text") ? ", cut at the most tokens" : ""),
                    words,
                    inputs.feeds(tokenizer.samples(List.of(words))[0], 1))));
        }
        return samples;
    }
}
