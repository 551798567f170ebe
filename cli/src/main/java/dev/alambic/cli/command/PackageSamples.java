package dev.alambic.cli.command;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.text.Passage;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.golden.Calls;
import dev.alambic.packager.golden.Sample;
import dev.alambic.run.measure.SampleFeeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Real samples for golden vectors: files without labels, labelled data, or texts for a model with a tokenizer. */
record PackageSamples(Arguments arguments, Path file, OnnxModel model) {
    private static final int MOST = 4;
    private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

    List<Sample> read() {
        List<Sample> samples = new ArrayList<>(texts());
        if (!StatePairs.of(model).isEmpty()) {
            samples.addAll(calls());
        } else if (arguments.has("inputs")) {
            Path path = arguments.path("inputs").orElseThrow();
            List<Map<String, Tensor>> feeds = new PictureReading(arguments, file, model)
                    .open(path, MOST)
                    .singles(MOST, model.graph().requiredInputs());
            samples.addAll(named(1, "a real one, from files given when the package was made", feeds));
        } else if (ModelData.isKnown(arguments, file)) {
            ModelData data = ModelData.read(arguments, file, model, "test");
            List<Map<String, Tensor>> feeds = SampleFeeds.spread(model, data.samples(), MOST, 1);
            samples.addAll(named(samples.size() + 1, "a real one, " + data.part(), feeds));
        }
        return samples;
    }

    /** Returns calls of a model with state that follow each other, if the user has some. */
    private List<Sample> calls() {
        if (arguments.has("inputs")) {
            Path path = arguments.path("inputs").orElseThrow();
            return calls(
                    "from files given when the package was made",
                    new PictureReading(arguments, file, model)
                            .open(path, Calls.MOST)
                            .first(Calls.MOST));
        }
        if (ModelData.isKnown(arguments, file)) {
            ModelData data = ModelData.read(arguments, file, model, "test");
            return calls(data.part(), SampleFeeds.spread(model, data.samples(), Calls.MOST, 1));
        }
        return List.of();
    }

    private List<Sample> calls(String what, List<Map<String, Tensor>> feeds) {
        List<Sample> calls = new ArrayList<>();
        for (int i = 0; i < feeds.size() && (i == 0 || !begins(feeds.get(i))); i++) {
            calls.add(Calls.call(i, "a real one, " + what, feeds.get(i)));
        }
        return calls;
    }

    private boolean begins(Map<String, Tensor> step) {
        return StatePairs.of(model).inputs().stream().anyMatch(step::containsKey);
    }

    private static List<Sample> named(int first, String what, List<Map<String, Tensor>> feeds) {
        return IntStream.range(0, feeds.size())
                .mapToObj(i -> new Sample("sample-" + (first + i), what, null, feeds.get(i)))
                .toList();
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
                    text.pair() == null ? words : words + Passage.BETWEEN + words,
                    inputs.feeds(
                            tokenizer.samplesOf(List.of(new Passage(words, text.pair() == null ? null : words)))[0],
                            1))));
        }
        return samples;
    }
}
