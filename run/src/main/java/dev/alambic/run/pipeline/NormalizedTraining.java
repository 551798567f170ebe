package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.trainer.experiment.GraphChange;

/** Training with the batch normalization that an exporter folded: put back before, folded again after. */
record NormalizedTraining(Dataset train) implements GraphChange {

    private static final int SAMPLES = 512;

    @Override
    public OnnxModel before(OnnxModel model) {
        Calibration calibration =
                Calibration.of(SampleFeeds.spread(model, train, SAMPLES, VariantsStage.CALIBRATION_BATCH));
        return Quantizer.normalizationPutBack(model, calibration).model();
    }

    @Override
    public OnnxModel after(OnnxModel model) {
        return Quantizer.normalizationFolded(model).model();
    }
}
