package dev.alambic.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.onnx.serde.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
    private static final Workload ONE = Workload.of(batch -> Map.of());

    @TempDir
    private Path folder;

    @Test
    void everyCombinationIsASettingByProviderThenThreadsThenBatch() {
        Matrix matrix = new Matrix(List.of(8, 1, 8), List.of(1, 2), List.of(Provider.CPU, Provider.XNNPACK));
        assertThat(matrix.settings())
                .extracting(Setting::toString)
                .containsExactly(
                        "batch 8, 1 thread",
                        "batch 1, 1 thread",
                        "batch 8, 2 threads",
                        "batch 1, 2 threads",
                        "batch 8, 1 thread, xnnpack",
                        "batch 1, 1 thread, xnnpack",
                        "batch 8, 2 threads, xnnpack",
                        "batch 1, 2 threads, xnnpack");
        assertThat(matrix.smallest()).isEqualTo(Setting.of(1, 1));
    }

    @Test
    void aMatrixHasOneOfEachAtLeast() {
        assertThatThrownBy(() -> Matrix.of(List.of(), List.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch sizes are at least one number, each at least 1, was []");
        assertThatThrownBy(() -> Matrix.of(List.of(1), List.of(2, 0)))
                .hasMessage("numbers of threads are at least one number, each at least 1, was [2, 0]");
        assertThatThrownBy(() -> new Matrix(List.of(1), List.of(1), List.of()))
                .hasMessage("providers: at least one computes (was none)");
        assertThatThrownBy(() -> Setting.of(0, 1)).hasMessage("batch and threads are at least 1, was 0 and 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateIsAboveZeroAndAtMostAMillion(double rate) {
        assertThatThrownBy(() -> ONE.withRates(List.of(10.0, rate)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rates: out of range (expected above 0 to 1000000, was [10.0, ");
    }

    @Test
    void nothingButTheClosedLoopIsLeftOfAWorkload() {
        assertThat(ONE.extras()).isEqualTo(new Extras(5, 3, true));
        Workload loop = ONE.withRates(List.of(10.0)).latencyOnly();
        assertThat(loop.extras()).isEqualTo(Extras.NONE);
        assertThat(loop.rates()).isEmpty();
        assertThat(loop.matrix()).isEqualTo(ONE.matrix());
        assertThatThrownBy(() -> new Extras(0, -1, false))
                .hasMessage("numbers of sessions and processes are at least 0, was 0 and -1");
    }

    @Test
    void ownFeedsGoBeforeThoseOfAll() {
        Candidate candidate = new Candidate("a", Path.of("a.onnx"));
        Feeds own = batch -> Map.of();
        assertThat(ONE.feeds(candidate)).isSameAs(ONE.feeds());
        assertThat(ONE.feeds(candidate.withFeeds(own))).isSameAs(own);
    }

    @Test
    void moreSessionsHaveARoundEachAndMoreRoundsARunEach() {
        Timing timing = Timing.defaults();
        assertThat(timing.withSessions(80).rounds()).isEqualTo(80);
        assertThat(timing.withRounds(5000).runs()).isEqualTo(5000);
        assertThat(timing.withSessions(2)).isEqualTo(new Timing(2, 50, 1200, 10, 2));
        assertThatThrownBy(() -> timing.withSessions(1)).hasMessageContaining("an interval needs at least 2 sessions");
        assertThatThrownBy(() -> timing.withRuns(10)).hasMessage("each of 50 rounds needs a run, was 10");
        assertThatThrownBy(() -> timing.withSecondsPerSetting(Double.NaN)).hasMessageContaining("times are positive");
        assertThatThrownBy(() -> timing.withWarmUpSeconds(-1)).hasMessageContaining("times are positive");
    }

    @Test
    void aModelIsItsFileAndTheWeightsBesideIt() throws IOException {
        OnnxModel model =
                GraphText.model("""
                x: float[1]
                y = Mul(x, w)
                return y
                """, graph -> graph.initializer("w", Tensor.ofFloats(new float[40_000], 40_000)));
        Path file = folder.resolve("m.onnx");
        model.write(file);
        assertThat(new Candidate("m", file).bytes()).isEqualTo(Files.size(file)).isGreaterThan(160_000);

        Path apart = folder.resolve("apart.onnx");
        try (WeightFile weights = new WeightFile(folder)) {
            weights.write(model.content(), apart);
            Candidate candidate = new Candidate("apart", apart);
            assertThat(candidate.files()).hasSize(2);
            assertThat(Files.size(apart)).isLessThan(1000);
            assertThat(candidate.bytes()).isGreaterThan(160_000);
        }
        assertThatThrownBy(() -> new Candidate("x", folder.resolve("x.onnx")).bytes())
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("x.onnx");
        assertThatThrownBy(() -> new Candidate(" ", file)).hasMessageStartingWith("a candidate needs a name");
    }
}
