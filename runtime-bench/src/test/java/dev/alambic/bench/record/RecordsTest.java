package dev.alambic.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {

    private static Profile profile(Profile.NodeTime... nodes) {
        return new Profile(Setting.of(1, 1), 10, 100, 0, List.of(nodes));
    }

    private static Profile.NodeTime node(String operator, boolean integer, double micros) {
        return new Profile.NodeTime("n", operator, "CPUExecutionProvider", integer, micros);
    }

    @Test
    void theOperatorThatTakesLongestComesFirst() {
        Profile profile = profile(
                node("Relu", false, 10), node("Conv", true, 20), node("Conv", false, 50), node("Relu", false, 20));
        assertThat(profile.byOperator())
                .containsExactly(
                        new Profile.OperatorTime("Conv", 2, 1, 70, 0.7),
                        new Profile.OperatorTime("Relu", 2, 0, 30, 0.3));
        assertThat(profile.integerShare()).isEqualTo(0.2);
    }

    @Test
    void sharesOfNoTimeAreZero() {
        assertThat(profile().integerShare()).isZero();
        assertThat(profile(node("Relu", true, 0)).byOperator())
                .containsExactly(new Profile.OperatorTime("Relu", 1, 1, 0, 0));
    }

    @Test
    void onlyABusyMachineIsWarnedOf() {
        assertThat(new Noise(2.0, 10.0, 8.0).warnings()).isEmpty();
        assertThat(new Noise(null, null, null).warnings()).isEmpty();
        assertThat(new Noise(2.1, 10.1, null).warnings())
                .hasSize(2)
                .allMatch(line -> line.startsWith("busy machine: "))
                .anyMatch(line -> line.contains("the host took 2.1 % of the processor time away"))
                .anyMatch(line -> line.contains("other processes took 10 %"));
    }

    @Test
    void roundsThatDifferByMoreThanATenthAreNoisy() {
        assertThat(SampleComparison.latency(1, 5, 1, true).noisy()).isFalse();
        assertThat(SampleComparison.latency(1, 5, 1, false).noisy()).isTrue();
    }

    @Test
    void theMemoryThatADeviceMustHaveFreeIsThePeakOfLoadingAndRunning() {
        Resident small = new Resident(10, null, null);
        Resident large = new Resident(20, null, null);
        assertThat(new Memory(small, large, null, null, 1, 3).peakRssBytes()).isEqualTo(20);
        assertThat(new Memory(large, small, null, null, 1, 3).peakRssBytes()).isEqualTo(20);
    }

    @Test
    void qualitiesGoToTheModelsOfTheirNames() {
        Comparison before = SampleComparison.comparison();
        Comparison after =
                before.withQualities(Map.of("teacher", Quality.ofAccuracy(0.5), "other", Quality.ofAccuracy(1)));
        assertThat(after.models().get(0).quality()).isEqualTo(Quality.ofAccuracy(0.5));
        assertThat(after.models().get(1)).isEqualTo(before.models().get(1));
        assertThat(after.model("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.1", "NaN"})
    void anAccuracyIsAShare(double accuracy) {
        assertThatThrownBy(() -> Quality.ofAccuracy(accuracy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accuracy: out of range (expected 0 to 1, was ");
    }

    @Test
    void noMoreParametersAreOtherThanZeroThanThereAre() {
        assertThat(new ModelSize(8, 2).sparsity()).isEqualTo(0.75);
        assertThat(new ModelSize(0, 0).sparsity()).isZero();
        assertThatThrownBy(() -> new ModelSize(2, 3)).hasMessage("of 2 parameters, 3 cannot be different from zero");
    }

    @Test
    void aVerdictIsOneLine() {
        assertThat(new Verdict("a < b", Verdict.Outcome.PASSED, "1 < 2").line()).isEqualTo("passed: a < b (1 < 2)");
        Verdict unknown = new Verdict("a < b", Verdict.Outcome.UNKNOWN, "not measured");
        assertThat(unknown.line()).isEqualTo("cannot be judged: a < b (not measured)");
        assertThat(unknown.passed()).isFalse();
    }

    /** Keys and their order, as every version since the first with settings wrote them. */
    @Test
    void groupsOfTheProgramAreNoneOfTheFile() throws IOException {
        Comparison comparison = SampleComparison.comparison()
                .mapModels(model -> model.withOpenLoop(List.of(new OpenLoop(
                        Setting.of(1, 1),
                        new OpenLoop.Rates(10, 9),
                        SampleComparison.latency(1, 5, 1, true).micros(),
                        90,
                        2,
                        true))));
        JsonNode tree = new ObjectMapper().readTree(ComparisonJson.write(comparison));
        assertThat(tree.at("/machine").fieldNames())
                .toIterable()
                .containsExactly("os", "architecture", "cpu", "processors", "java", "runtime", "noise");
        assertThat(tree.at("/models/0/latency/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "setting",
                        "micros",
                        "p50Interval",
                        "samplesPerSecond",
                        "speedup",
                        "speedupInterval",
                        "runs",
                        "rounds",
                        "spread");
        assertThat(tree.at("/models/0/openLoop/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "setting", "ratePerSecond", "achievedPerSecond", "micros", "calls", "longestBacklog", "held");
    }

    @ParameterizedTest
    @CsvSource({
        "B, 1.5, 1.5",
        "kB, 2, 2000",
        "KB, 2, 2000",
        "MB, 1, 1000000",
        "GB, 1, 1e9",
        "KiB, 1, 1024",
        "MiB, 2, 2097152",
        "GiB, 1, 1073741824"
    })
    void sizesAreWrittenInPowersOfAThousandOrOf1024(String symbol, double amount, double bytes) {
        assertThat(ByteUnit.named(symbol).orElseThrow().bytes(amount)).isEqualTo(bytes, within(0.0));
        assertThat(ByteUnit.named(symbol.toLowerCase(Locale.ROOT) + "x")).isEmpty();
    }
}
