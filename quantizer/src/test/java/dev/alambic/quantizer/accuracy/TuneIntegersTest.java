package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.pass.Result;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What accuracy tools bring, seen from the front door. */
class TuneIntegersTest {

    private static double meanSquare(OnnxModel model, OnnxModel made) {
        double sum = 0;
        try (Session expected = Session.open(model, SessionOptions.defaults());
                Session actual = Session.open(made, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : TunedNetworks.samples(model)) {
                float[] reference =
                        Objects.requireNonNull(expected.run(sample).get("y")).floats();
                float[] found =
                        Objects.requireNonNull(actual.run(sample).get("y")).floats();
                for (int i = 0; i < found.length; i++) {
                    sum += (reference[i] - found[i]) * (reference[i] - found[i]);
                }
            }
        }
        return sum;
    }

    @Test
    void theBestDynamicIntegersAreCloser() {
        OnnxModel model = TunedNetworks.texts();
        Calibration calibration = Calibration.of(TunedNetworks.samples(model));

        Result best = Quantizer.int8Dynamic(model, Int8Options.defaults(), calibration, AccuracyOptions.best());

        assertThat(meanSquare(model, best.model()))
                .isLessThan(0.7 * meanSquare(model, Quantizer.int8Dynamic(model).model()));
        assertThat(best.notes()).anyMatch(note -> note.startsWith("rounding of 3 weights chosen"));
    }

    @Test
    void theBestStaticIntegersAreCloserAndRunOnTheSameKernels() {
        OnnxModel model = TunedNetworks.images();
        Calibration calibration = Calibration.of(TunedNetworks.samples(model));
        Int8Options options = Int8Options.defaults();

        OnnxModel plain = Quantizer.int8Static(model, calibration, options).model();
        OnnxModel best = Quantizer.int8Static(
                        model,
                        calibration,
                        options,
                        AccuracyOptions.bestStatic().withEqualize(true))
                .model();

        assertThat(meanSquare(model, best)).isLessThan(meanSquare(model, plain));
    }

    @Test
    void theDefaultCorrectsBiasesAlone() {
        OnnxModel model = TunedNetworks.images();
        Calibration calibration = Calibration.of(TunedNetworks.samples(model));

        Result result = Quantizer.int8Static(model, calibration, Int8Options.defaults(), AccuracyOptions.defaults());

        assertThat(result.reports()).anyMatch(report -> report.pass().equals("QuantizeStatic+BiasCorrection"));
        assertThat(result.reports()).noneMatch(report -> report.pass().equals("SmoothQuant"));
    }
}
