package dev.alambic.onnx.structure;

import java.util.List;
import java.util.Map;

/** What is known of units that stay or go together in a group of coupled weights. */
public interface Evidence {

    /** Returns the name of the group. */
    String name();

    /** Returns the number of units. */
    int width();

    /** Returns the weights proper: neither biases nor the parameters of normalizations. */
    List<SlicedWeight> weights();

    /** Returns those of the weights whose slices make the units, and do not read them. */
    List<SlicedWeight> filters();

    /** Returns the scales of BatchNormalization. */
    List<SlicedWeight> scales();

    /**
     * Returns the importance of each unit in each tensor of the group that is named.
     *
     * @param byTensor importance of each position along the axis of the units
     */
    List<double[]> given(Map<String, List<Double>> byTensor);
}
