package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.int8.Int8Unit;
import java.util.List;
import java.util.Set;

/** The models among which a search chooses; the same question gives the same model. */
public interface Candidates {

    /** Returns the model in float32, as fast as it can be made. */
    OnnxModel floating();

    /** Returns what can be integer or float as one, in the order of the graph, under different names. */
    List<Int8Unit> units();

    /** Returns the multiplications of one of {@link #units()} in one run, or what stands for them. */
    default long macs(Int8Unit unit) {
        return unit.weights();
    }

    /** Returns the model in which the units of these names stay float and the others are integers, to be measured. */
    OnnxModel quantized(Set<String> floatUnits);

    /** Returns the same model as it is to be written: checked, and with the history of how it was made. */
    default OnnxModel finished(Set<String> floatUnits) {
        return quantized(floatUnits);
    }
}
