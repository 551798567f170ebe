package dev.alambic.bench.size;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An input of an operator that carries weights when it is constant.
 *
 * @param value position of the weights among the node's inputs
 * @param zeroPoint position of their zero point, or -1 if the operator has none
 */
record WeightSlot(int value, int zeroPoint) {

    private static final Map<String, List<WeightSlot>> SLOTS = Map.ofEntries(
            Map.entry("BatchNormalization", plain(1, 2)),
            Map.entry("Conv", plain(1, 2)),
            Map.entry("ConvInteger", List.of(new WeightSlot(1, 3))),
            Map.entry("ConvTranspose", plain(1, 2)),
            Map.entry("DeformConv", plain(1, 3)),
            Map.entry("DynamicQuantizeMatMul", List.of(new WeightSlot(1, 3), new WeightSlot(4, -1))),
            Map.entry("Einsum", plain(0, 1)),
            Map.entry("FusedConv", plain(1, 2)),
            Map.entry("FusedGemm", plain(0, 1, 2)),
            Map.entry("FusedMatMul", plain(0, 1)),
            Map.entry("GRU", plain(1, 2, 3)),
            Map.entry("Gather", plain(0)),
            Map.entry("Gemm", plain(0, 1, 2)),
            Map.entry("GroupNormalization", plain(1, 2)),
            Map.entry("InstanceNormalization", plain(1, 2)),
            Map.entry("LSTM", plain(1, 2, 3, 7)),
            Map.entry("LayerNormalization", plain(1, 2)),
            Map.entry("MatMul", plain(0, 1)),
            Map.entry("MatMulInteger", List.of(new WeightSlot(0, 2), new WeightSlot(1, 3))),
            Map.entry("MatMulIntegerToFloat", List.of(new WeightSlot(1, 5), new WeightSlot(6, -1))),
            Map.entry("PRelu", plain(1)),
            Map.entry("QGemm", List.of(new WeightSlot(3, 5), new WeightSlot(6, -1))),
            Map.entry("QLinearConv", List.of(new WeightSlot(3, 5), new WeightSlot(8, -1))),
            Map.entry("QLinearMatMul", List.of(new WeightSlot(0, 2), new WeightSlot(3, 5))),
            Map.entry("RMSNormalization", plain(1)),
            Map.entry("RNN", plain(1, 2, 3)));

    /** Returns the slots of an operator of the standard or of ONNX Runtime's contributed ones; empty if it has none. */
    static List<WeightSlot> of(String opType) {
        return SLOTS.getOrDefault(opType, List.of());
    }

    private static List<WeightSlot> plain(int... values) {
        return Arrays.stream(values)
                .mapToObj(value -> new WeightSlot(value, -1))
                .toList();
    }
}
