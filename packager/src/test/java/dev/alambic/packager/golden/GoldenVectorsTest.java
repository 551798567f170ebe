package dev.alambic.packager.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.RowOrder;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.packager.manifest.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenVectorsTest {

    @TempDir
    private Path folder;

    private static OnnxModel model(String operator) {
        return GraphText.model("x: float[n]\ny = " + operator + "(x)\nreturn y: float[n]", builder -> {});
    }

    private static Sample sample(String name, float... values) {
        return new Sample(name, "some", null, Map.of("x", Tensor.ofFloats(values, values.length)));
    }

    private GoldenVectors.Made made(OnnxModel model, Sample... samples) {
        return GoldenVectors.make(model, written(model), null, List.of(samples));
    }

    private Path written(OnnxModel model) {
        Path file = folder.resolve("model.onnx");
        model.write(file);
        return file;
    }

    @Test
    void inputsAndAnswersAreFilesOfTheirElements() {
        GoldenVectors.Made made = made(model("Neg"), sample("one", 1, -2));
        assertThat(made.cases())
                .containsExactly(new Golden.Case(
                        "one",
                        "some",
                        null,
                        List.of(new Golden.TensorFile("x", "float", List.of(2L), "golden/01-one/input-0.bin")),
                        List.of(new Golden.TensorFile("y", "float", List.of(2L), "golden/01-one/output-0.bin"))));
        ByteBuffer answer = made.files()
                .getOrDefault("golden/01-one/output-0.bin", ByteBuffer.allocate(8))
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(answer.getFloat(), answer.getFloat())).containsExactly(-1f, 2f);
    }

    @Test
    void theToleranceIsAtLeastAnEighthOfAThousandthOfTheGreatestAnswer() {
        Golden.Tolerance tolerance = made(model("Neg"), sample("one", 1, -2), sample("two", 5))
                .tolerances()
                .get(0);
        assertThat(tolerance.output()).isEqualTo("y");
        assertThat(tolerance.measured()).isZero();
        // 5 / 2^13 = 0.00061035..., rounded up to two digits
        assertThat(tolerance.absolute()).isEqualTo(0.00062);
        assertThat(tolerance.between())
                .containsExactly("no optimization", "basic optimization", "extended optimization");
    }

    @Test
    void halfPrecisionIsAllowedMore() {
        OnnxModel half = GraphText.model(
                """
                x: float[n]
                h = Cast(x) to=10
                s = Add(h, zero)
                y = Cast(s) to=1
                return y: float[n]
                """, builder -> builder.initializer("zero", Tensor.ofFloats(DataType.FLOAT16, new float[] {0}, 1)));
        assertThat(made(half, sample("one", 1)).tolerances().get(0).absolute()).isEqualTo(0.0079); // 2^-7, rounded up
    }

    @Test
    void casesWhoseAnswersAreNoNumbersAreLeftOut() {
        List<Golden.Case> cases = made(
                        model("Sqrt"),
                        sample("four", 4),
                        sample("less", -1),
                        sample("infinite", Float.POSITIVE_INFINITY),
                        sample("nine", 9))
                .cases();
        assertThat(cases).extracting(Golden.Case::name).containsExactly("four", "nine");
    }

    @Test
    void casesThatAreMissingAreFilledUpByInputsThatAreFound() {
        assertThat(made(model("Sqrt"), sample("four", 4), sample("a", -1), sample("b", -1))
                        .cases())
                .extracting(Golden.Case::name)
                .contains("four", "found-1")
                .doesNotContain("a", "b");
    }

    @Test
    void modelThatGivesNoNumbersAtAllIsRefused() {
        OnnxModel never = GraphText.model(
                "x: float[n]\na = Abs(x)\nb = Neg(a)\nc = Sub(b, one)\ny = Sqrt(c)\nreturn y: float[n]",
                b -> b.initializer("one", Tensor.scalar(1f)));

        assertThatThrownBy(() -> made(never, sample("a", 4), sample("b", -1)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("golden vectors: 2 of 2 inputs give no answers, or none that are numbers");
    }

    /** Checks vectors of y = -x after a change. */
    private List<String> misses(UnaryOperator<Golden> change, Map<String, ByteBuffer> others, OnnxModel checked) {
        GoldenVectors.Made made = made(model("Neg"), sample("one", 1, -2), sample("two", 5));
        Map<String, ByteBuffer> files = new HashMap<>(made.files());
        files.putAll(others);
        Golden golden = change.apply(new Golden(made.tolerances(), made.cases(), null));
        return new GoldenCheck(
                        golden,
                        StatePairs.NONE,
                        name -> files.getOrDefault(name, ByteBuffer.allocate(0)).asReadOnlyBuffer())
                .run(written(checked), RowOrder.of(checked.graph()));
    }

    @Test
    void theModelThatMadeThemAnswersAsExpected() {
        assertThat(misses(golden -> golden, Map.of(), model("Neg"))).isEmpty();
    }

    @Test
    void anotherModelMissesAndSaysByHowMuch() {
        assertThat(misses(golden -> golden, Map.of(), model("Abs")))
                .containsExactly(
                        "case 'one': output 'y' differs by 2.00 (allowed 0.000620)",
                        "case 'two': output 'y' differs by 10.0 (allowed 0.000620)");
    }

    @Test
    void anOutputWithoutToleranceMustBeExact() {
        UnaryOperator<Golden> strict = golden -> new Golden(List.of(), golden.cases(), null);
        assertThat(misses(strict, Map.of(), model("Neg"))).isEmpty();
        Map<String, ByteBuffer> next = new HashMap<>();
        next.put(
                "golden/01-one/output-0.bin",
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(-1)
                        .putFloat(Math.nextUp(2f))
                        .flip());
        assertThat(misses(strict, next, model("Neg")))
                .hasSize(1)
                .first()
                .asString()
                .contains("(allowed 0.00)");
    }

    @Test
    void whatDoesNotFitTheModelOrItsFilesIsABrokenPackage() {
        UnaryOperator<Golden> longer = golden -> {
            List<Golden.Case> cases = new ArrayList<>(golden.cases());
            Golden.TensorFile file = cases.get(0).inputs().get(0);
            cases.set(
                    0,
                    new Golden.Case(
                            "one",
                            "",
                            null,
                            List.of(new Golden.TensorFile("x", "float", List.of(3L), file.file())),
                            cases.get(0).outputs()));
            return new Golden(golden.tolerances(), cases, null);
        };
        assertThatThrownBy(() -> misses(longer, Map.of(), model("Neg")))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageStartingWith("golden/01-one/input-0.bin: not what the manifest says:");
        OnnxModel other = GraphText.model("z: float[n]\ny = Neg(z)\nreturn y: float[n]", builder -> {});
        assertThatThrownBy(() -> misses(golden -> golden, Map.of(), other))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageStartingWith("golden vectors: not for this model:");
    }

    @Test
    void answersOfAnotherFormAreInfinitelyFar() {
        Tensor two = Tensor.ofFloats(new float[] {1, 2}, 2);
        assertThat(Difference.of(two, Tensor.ofFloats(new float[] {1, 2.5f}, 2)))
                .isEqualTo(0.5);
        assertThat(Difference.of(two, Tensor.ofFloats(new float[] {1, 2}, 1, 2)))
                .isInfinite();
        assertThat(Difference.of(two, Tensor.ofLongs(new long[] {1, 2}, 2))).isInfinite();
        assertThat(Difference.of(two, Tensor.ofFloats(new float[] {1, Float.NaN}, 2)))
                .isInfinite();
    }
}
