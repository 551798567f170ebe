package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.trainer.experiment.GraphChange;

/** Quantization-aware training: the network rounds as integers will while it is trained, and becomes integers after. */
record IntegerTraining(Dataset train, int samples) implements GraphChange {

    @Override
    public OnnxModel before(OnnxModel model) {
        Calibration calibration =
                Calibration.of(SampleFeeds.spread(model, train, samples, VariantsStage.CALIBRATION_BATCH));
        return Quantizer.int8Trainable(model, calibration).model();
    }

    @Override
    public OnnxModel after(OnnxModel model) {
        return Quantizer.int8Trained(model).model();
    }
}
