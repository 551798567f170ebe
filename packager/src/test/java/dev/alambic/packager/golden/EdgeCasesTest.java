package dev.alambic.packager.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.Models;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.manifest.Identity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EdgeCasesTest {

    private static Contract contract(OnnxModel model) {
        return Contract.of(model, new Identity("m", "1", "", List.of(), ""), null);
    }

    private static List<Sample> cases(OnnxModel model, List<Sample> samples, Map<String, Long> shapes) {
        return EdgeCases.of(contract(model), samples, shapes);
    }

    private static Tensor input(List<Sample> cases, String name, String input) {
        return cases.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .inputs()
                .getOrDefault(input, Tensor.ofFloats(new float[0], 0));
    }

    private static OnnxModel relu(String type) {
        return GraphText.model("x: " + type + "\ny = Relu(x)\nreturn y: " + type, builder -> {});
    }

    private static List<Sample> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Sample("row-" + i, "a row", null, Map.of("x", Tensor.ofFloats(new float[] {i, -i}, 1, 2))))
                .toList();
    }

    @Test
    void withoutSamplesZerosEndsAndChanceFillUpToEight() {
        List<Sample> cases = cases(relu("float[batch, 2]"), List.of(), Map.of());
        assertThat(cases)
                .extracting(Sample::name)
                .containsExactly(
                        "zeros", "minimum", "maximum", "random-1", "random-2", "random-3", "random-4", "batch-of-2");
        assertThat(input(cases, "minimum", "x").floats()).containsExactly(-1, -1);
        assertThat(input(cases, "maximum", "x").floats()).containsExactly(1, 1);
        assertThat(input(cases, "batch-of-2", "x").floats()).containsExactly(0, 0, -1, -1);
    }

    @Test
    void theSameArgumentsGiveTheSameCases() {
        assertThat(cases(Models.generic(), List.of(), Map.of()))
                .isEqualTo(cases(Models.generic(), List.of(), Map.of()));
    }

    @Test
    void samplesComeFirstSpreadEvenlyOverThoseThatAreGiven() {
        List<Sample> cases = cases(relu("float[batch, 2]"), rows(12), Map.of());
        assertThat(cases)
                .extracting(Sample::name)
                .startsWith("row-0", "row-2", "row-4", "row-6", "row-8", "row-10")
                .hasSize(9); // minimum, maximum and the pair; row-0 is all zeros already
        assertThat(input(cases, "batch-of-2", "x").floats()).containsExactly(0, 0, 2, -2);
    }

    @Test
    void rangesBoundWhatIsFed() {
        List<Sample> cases = cases(Models.generic(), List.of(), Map.of());
        for (Sample each : cases) {
            long[] ids = each.inputs()
                    .getOrDefault("ids", Tensor.ofLongs(new long[] {-1}, 1))
                    .longs();
            assertThat(LongStream.of(ids)).as(each.name()).allMatch(id -> id >= 0 && id <= 10);
        }
        assertThat(input(cases, "maximum", "ids").longs()).containsOnly(10);
        // its least value is 0, and the factor's -1
        assertThat(input(cases, "minimum", "factor").floats()).containsOnly(-1);
    }

    @Test
    void masksOfTextsKeepEveryToken() {
        List<Sample> cases = cases(Models.text(List.of("no", "yes")), List.of(), Map.of());
        assertThat(input(cases, "random-1", "attention_mask").longs())
                .containsOnly(1)
                .hasSize(12);
    }

    @Test
    void aFixedBatchIsNotDoubled() {
        List<Sample> cases = cases(relu("float[4, 2]"), List.of(), Map.of());
        assertThat(cases).extracting(Sample::name).contains("random-last").doesNotContain("batch-of-2");
        assertThat(cases)
                .allSatisfy(each -> assertThat(
                                Objects.requireNonNull(each.inputs().get("x")).dims())
                        .containsExactly(4, 2));
    }

    @Test
    void freeExtentsAreAskedForOrSetToWhatTheyLookLike() {
        OnnxModel pictures = relu("float[batch, 3, height, width]");
        assertThat(input(cases(pictures, List.of(), Map.of()), "zeros", "x").dims())
                .containsExactly(1, 3, 64, 64);
        assertThat(input(cases(pictures, List.of(), Map.of("height", 8L, "width", 5L)), "zeros", "x")
                        .dims())
                .containsExactly(1, 3, 8, 5);
        OnnxModel rows = relu("float[?, rows, 3]");
        assertThat(input(cases(rows, List.of(), Map.of()), "zeros", "x").dims()).containsExactly(1, 16, 3);
        assertThat(input(cases(rows, List.of(), Map.of("x.0", 2L)), "zeros", "x")
                        .dims())
                .containsExactly(2, 16, 3);
        assertThatThrownBy(() -> cases(rows, List.of(), Map.of("columns", 3L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--shape: no input has a free extent of this name (was [columns])");
    }

    @Test
    void namesOfSamplesBecomeFoldersAndAreCheckedForIt() {
        for (String name : List.of("", "a/b", "..", "A", "-a", "a b")) {
            assertThatThrownBy(() -> new Sample(name, "", null, Map.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
