package dev.alambic.quantizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.int8.Int8Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The search on models that are nothing but the list of their float units, with costs that are functions of it. */
class SearchTest {
    private static final String FLOAT_UNITS = "float units";
    private static final String ALL = "all";

    /** Eight units u0 to u7, of which the even ones are Conv and the odd ones MatMul, larger and larger. */
    private static final Candidates EIGHT = candidates(8);

    private static Candidates candidates(int count) {
        List<Int8Unit> units = IntStream.range(0, count)
                .mapToObj(i -> new Int8Unit("u" + i, i % 2 == 0 ? "Conv" : "MatMul", List.of("u" + i), 100L * (i + 1)))
                .toList();
        return new Candidates() {
            @Override
            public OnnxModel floating() {
                return model(ALL, 400);
            }

            @Override
            public List<Int8Unit> units() {
                return units;
            }

            @Override
            public OnnxModel quantized(Set<String> floatUnits) {
                return model(String.join(" ", new TreeSet<>(floatUnits)), 100 + floatUnits.size());
            }
        };
    }

    private static OnnxModel model(String floatUnits, int weights) {
        return GraphText.model("""
                x: float[1]
                y = Relu(x)
                return y: float[1]
                """, b -> b.initializer("w", Tensor.ofFloats(new float[weights], weights)))
                .withMetadata(FLOAT_UNITS, floatUnits);
    }

    private static Set<String> floats(OnnxModel model) {
        String text = model.metadata().getOrDefault(FLOAT_UNITS, "");
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    private static boolean isFloat(OnnxModel model) {
        return floats(model).contains(ALL);
    }

    /** Each harmful unit costs its harm as long as it is integer. */
    private static ToDoubleFunction<OnnxModel> quality(Map<String, Double> harm) {
        return model -> isFloat(model)
                ? 100
                : 100
                        - harm.entrySet().stream()
                                .filter(entry -> !floats(model).contains(entry.getKey()))
                                .mapToDouble(Map.Entry::getValue)
                                .sum();
    }

    /** The float model takes 1000 µs, all integers {@code integers}, and each float unit 10 µs more. */
    private static Latencies latencies(double integers) {
        return models -> models.stream()
                .map(model ->
                        isFloat(model) ? 1000.0 : integers + 10 * floats(model).size())
                .toList();
    }

    private static SearchResult search(Candidates candidates, Measures measures, Bound bound) {
        return Search.run(candidates, Map.of(), measures, SearchOptions.of(bound));
    }

    @Test
    void allIntegersAreTakenIfTheyAreGoodAndFast() {
        SearchResult result =
                search(EIGHT, Measures.of(quality(Map.of("u3", 0.4)), latencies(500)), Bound.maxDrop(0.5));

        assertThat(result.chosen().form()).isEqualTo("int8");
        assertThat(result.chosen().floatUnits()).isEmpty();
        assertThat(result.chosen().time().orElseThrow().speedUp()).isEqualTo(2);
        assertThat(result.tries()).extracting(Try::label).startsWith("float", "int8");
        assertThat(result.conclusion())
                .isEqualTo("all integers at 2.00 x the speed of float, with a drop of at most 0.500");
        assertThat(floats(result.model())).isEmpty();
    }

    @Test
    void onlyTheHarmfulUnitsStayFloat() {
        Map<String, Double> harm = Map.of("u1", 3.0, "u6", 5.0, "u2", 0.2);

        SearchResult result = search(EIGHT, Measures.of(quality(harm), latencies(500)), Bound.maxDrop(0.5));

        assertThat(result.chosen().floatUnits()).containsExactly("u1", "u6");
        assertThat(floats(result.model())).containsExactlyInAnyOrder("u1", "u6");
        assertThat(result.sensitivities().get(0).units()).containsExactly("u6");
        assertThat(result.sensitivities().get(1).units()).containsExactly("u1");
        assertThat(result.conclusion()).startsWith("integers but for 2 of 8 units at 1.92 x");
    }

    @Test
    void aBridgeBetweenFloatUnitsIsTakenIfItIsFaster() {
        Map<String, Double> harm = Map.of("u2", 5.0, "u4", 5.0);
        // each border between integers and floats costs more than a unit does
        Latencies latencies = models -> models.stream()
                .map(model -> isFloat(model) ? 1000.0 : 500 + 60 * floats(model).size() + 100 * borders(model))
                .toList();

        SearchResult result = search(EIGHT, Measures.of(quality(harm), latencies), Bound.maxDrop(0.5));

        assertThat(result.chosen().floatUnits()).containsExactly("u2", "u3", "u4");
    }

    @Test
    void unitsThatComputeLittleStayFloatIfThatIsFaster() {
        // the four smallest units lose 20 µs as integers
        Latencies latencies = models -> models.stream()
                .map(model -> isFloat(model)
                        ? 1000.0
                        : 500
                                + 20
                                        * Stream.of("u0", "u1", "u2", "u3")
                                                .filter(unit -> !floats(model).contains(unit))
                                                .count()
                                + 20
                                        * Stream.of("u4", "u5", "u6", "u7")
                                                .filter(floats(model)::contains)
                                                .count())
                .toList();

        SearchResult result = search(EIGHT, Measures.of(quality(Map.of()), latencies), Bound.maxDrop(0.5));

        assertThat(result.chosen().floatUnits()).containsExactly("u0", "u1", "u2", "u3");
    }

    private static double borders(OnnxModel model) {
        return IntStream.range(0, 7)
                .filter(i -> floats(model).contains("u" + i) != floats(model).contains("u" + (i + 1)))
                .count();
    }

    @Test
    void nothingSlowerThanFloatIsEverTaken() {
        SearchResult result = search(EIGHT, Measures.of(quality(Map.of()), latencies(1500)), Bound.maxDrop(0.5));

        assertThat(result.chosen().form()).isEqualTo("float");
        assertThat(isFloat(result.model())).isTrue();
        assertThat(result.conclusion())
                .startsWith("integers are not faster on this machine (0.67 x float at best): ")
                .endsWith("the model stays float");
        assertThat(result.sensitivities()).isEmpty();
    }

    @Test
    void aKindOfUnitThatSlowsIntegersDownIsFound() {
        Latencies latencies = models -> models.stream()
                .map(model ->
                        isFloat(model) || !floats(model).containsAll(Set.of("u0", "u2", "u4", "u6")) ? 1000.0 : 700.0)
                .toList();

        SearchResult result = search(EIGHT, Measures.of(quality(Map.of()), latencies), Bound.maxDrop(0.5));

        assertThat(result.chosen().floatUnits()).containsExactly("u0", "u2", "u4", "u6");
    }

    @Test
    void anotherFormThatIsFasterThanFasterIntegersIsNamedWithTheBound() {
        Map<String, Supplier<OnnxModel>> forms = Map.of("dynamic", () -> model("dynamic", 120));
        Latencies latencies = models -> models.stream()
                .map(model -> floats(model).contains("dynamic")
                        ? 500.0
                        : floats(model).isEmpty() ? 800.0 : 1000.0)
                .toList();

        SearchResult result =
                Search.run(EIGHT, forms, Measures.of(model -> 100, latencies), SearchOptions.of(Bound.maxDrop(1)));

        assertThat(result.chosen().form()).isEqualTo("dynamic");
        assertThat(result.conclusion()).isEqualTo("dynamic at 2.00 x the speed of float, with a drop of at most 1.00");
    }

    @Test
    void anotherFormIsRecommendedIfItIsTheFastest() {
        Map<String, Supplier<OnnxModel>> forms = new LinkedHashMap<>();
        forms.put("dynamic", () -> model("dynamic", 120));
        forms.put("broken", () -> model("broken", 90));
        ToDoubleFunction<OnnxModel> quality = model -> floats(model).contains("broken") ? 0 : 100;
        Latencies latencies = models -> models.stream()
                .map(model -> floats(model).contains("dynamic") || floats(model).contains("broken") ? 600.0 : 1000.0)
                .toList();

        SearchResult result =
                Search.run(EIGHT, forms, Measures.of(quality, latencies), SearchOptions.of(Bound.maxDrop(1)));

        assertThat(result.chosen().form()).isEqualTo("dynamic");
        assertThat(result.conclusion()).endsWith("the fastest is dynamic at 1.67 x the speed of float");
        assertThat(result.tries())
                .filteredOn(row -> row.form().equals("broken"))
                .singleElement()
                .satisfies(row -> assertThat(row.meetsBound()).isFalse());
    }

    @Test
    void ofEquallyFastFormsTheSmallestIsTaken() {
        Map<String, Supplier<OnnxModel>> forms = new LinkedHashMap<>();
        forms.put("larger", () -> model("larger", 200));
        forms.put("smaller", () -> model("smaller", 150));
        Map<String, Double> micros = Map.of("larger", 600.0, "smaller", 605.0, ALL, 1000.0);
        Latencies latencies = models -> models.stream()
                .map(model -> micros.getOrDefault(String.join(" ", floats(model)), 1500.0))
                .toList();

        SearchResult result =
                Search.run(EIGHT, forms, Measures.of(quality(Map.of()), latencies), SearchOptions.of(Bound.maxDrop(1)));

        assertThat(result.chosen().form()).isEqualTo("smaller");
    }

    @Test
    void noiseIsNoGainAndASmallerFormOfTheSameSpeedIsNamed() {
        Map<String, Supplier<OnnxModel>> forms = Map.of("fp16 storage", () -> model("half", 200));
        Latencies latencies = models -> models.stream()
                .map(model -> isFloat(model) ? 1000.0 : floats(model).contains("half") ? 995.0 : 1500.0)
                .toList();

        SearchResult result =
                Search.run(EIGHT, forms, Measures.of(quality(Map.of()), latencies), SearchOptions.of(Bound.maxDrop(1)));

        assertThat(result.chosen().form()).isEqualTo("float");
        assertThat(result.conclusion())
                .endsWith("the model stays float; fp16 storage is as fast, in 50 % of the bytes");
    }

    @Test
    void aBoundThatOnlyFloatMeetsLeavesTheModelFloat() {
        ToDoubleFunction<OnnxModel> quality = model -> isFloat(model) ? 100 : 10;

        SearchResult result = search(EIGHT, Measures.of(quality, latencies(500)), Bound.maxDrop(1));

        assertThat(result.chosen().form()).isEqualTo("float");
        assertThat(result.conclusion())
                .isEqualTo("integers do not keep to the bound of a drop of at most 1.00: the model stays float");
    }

    @Test
    void aBoundOnNoiseNeedsNoQualityOfTheFloatModel() {
        ToDoubleFunction<OnnxModel> sqnr = model ->
                isFloat(model) ? Double.POSITIVE_INFINITY : floats(model).contains("u5") ? 30 : 12;

        SearchResult result = search(EIGHT, Measures.of(sqnr, latencies(500)), Bound.minSqnr(25));

        assertThat(result.chosen().floatUnits()).containsExactly("u5");
        assertThat(result.conclusion()).endsWith("with at least 25.0 dB");
    }

    @Test
    void closenessFindsTheUnitsThatAnAccuracyDoesNotTellApart() {
        // the accuracy is right only once both are float, and says nothing on the way
        ToDoubleFunction<OnnxModel> accuracy =
                model -> isFloat(model) || floats(model).containsAll(Set.of("u1", "u6")) ? 100 : 50;
        Measures measures = Measures.of(accuracy, latencies(500)).withCloseness(quality(Map.of("u1", 3.0, "u6", 5.0)));

        SearchResult result = search(EIGHT, measures, Bound.maxDrop(0.5));

        assertThat(result.chosen().floatUnits()).containsExactly("u1", "u6");
    }

    @Test
    void theNumberOfTriesIsBounded() {
        Candidates many = candidates(200);
        List<OnnxModel> judged = new ArrayList<>();
        ToDoubleFunction<OnnxModel> quality =
                quality(IntStream.range(0, 200).boxed().collect(Collectors.toMap(i -> "u" + i, i -> 1.0)));
        Measures measures = Measures.of(
                model -> {
                    judged.add(model);
                    return quality.applyAsDouble(model);
                },
                latencies(500));

        SearchResult result = Search.run(
                many, Map.of(), measures, SearchOptions.of(Bound.maxDrop(20)).withMaxTries(12));

        // as many again to rank the groups, and the one they are compared with; one try may be under way at the end
        assertThat(judged).hasSizeLessThanOrEqualTo(12 + 12 + 2);
        assertThat(result.chosen().meetsBound()).isTrue();
    }

    @Test
    void theSameMeasurementsGiveTheSameResult() {
        Map<String, Double> harm = Map.of("u1", 3.0, "u6", 3.0, "u2", 3.0);

        SearchResult first = search(EIGHT, Measures.of(quality(harm), latencies(500)), Bound.maxDrop(3.5));
        SearchResult second = search(EIGHT, Measures.of(quality(harm), latencies(500)), Bound.maxDrop(3.5));

        assertThat(first).isEqualTo(second);
        assertThat(first.chosen().floatUnits()).containsExactly("u1", "u2");
    }

    @Test
    void aModelWithoutUnitsStaysFloat() {
        SearchResult result = search(candidates(0), Measures.of(quality(Map.of()), latencies(500)), Bound.maxDrop(1));

        assertThat(result.chosen().form()).isEqualTo("float");
        assertThat(result.conclusion()).startsWith("nothing in this model can run on integers");
    }

    @Test
    void boundsAndOptionsAreChecked() {
        assertThatThrownBy(() -> Bound.maxDrop(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bound.minSqnr(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SearchOptions.of(Bound.maxDrop(1)).withMaxTries(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 4");
    }
}
