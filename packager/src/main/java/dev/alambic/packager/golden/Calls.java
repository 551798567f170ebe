package dev.alambic.packager.golden;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.contract.Contract;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cases of a package, of a model with state too: each by itself from a state of zeros, and then calls that follow
 * each other, those of the caller or the same ones again.
 */
public final class Calls {
    /** Calls that follow each other, at most. */
    public static final int MOST = 16;

    private static final int MADE = 12;

    private Calls() {}

    /**
     * Returns the cases, the same for the same arguments.
     *
     * @param samples real ones; of a model with state, calls that follow each other
     * @param shapes sizes of free extents by name
     */
    public static List<Sample> of(OnnxModel model, Contract contract, List<Sample> samples, Map<String, Long> shapes) {
        StatePairs states = StatePairs.of(model);
        if (states.isEmpty()) {
            return EdgeCases.of(contract, samples, shapes);
        }
        List<Sample> cases = new ArrayList<>();
        for (Sample each : EdgeCases.of(without(contract, states), List.of(), shapes)) {
            cases.add(new Sample(each.name(), each.what(), each.text(), states.begun(model.graph(), each.inputs())));
        }
        boolean given = !samples.isEmpty();
        if (given || !states.isGrowing(model.graph())) {
            cases.addAll(given ? samples.subList(0, Math.min(MOST, samples.size())) : made(cases, states));
        }
        return cases;
    }

    private static Contract without(Contract contract, StatePairs states) {
        List<String> names = states.inputs();
        List<ValueInfo> inputs = contract.inputs().stream()
                .filter(input -> !names.contains(input.name()))
                .toList();
        List<TensorSpec> specs = contract.inputSpecs().stream()
                .filter(input -> !names.contains(input.name()))
                .toList();
        return new Contract(
                inputs, specs, contract.outputSpecs(), contract.meaning(), contract.image(), contract.postprocessing());
    }

    /** Returns the first cases again, but for the last of them, which may be two samples at once, as one sequence. */
    private static List<Sample> made(List<Sample> cases, StatePairs states) {
        List<Sample> calls = new ArrayList<>();
        for (int i = 0; i < MADE; i++) {
            Sample again = cases.get(i % (cases.size() - 1));
            calls.add(call(
                    i, "as case '" + again.name() + "'", i == 0 ? again.inputs() : states.continued(again.inputs())));
        }
        return calls;
    }

    /**
     * Returns one call of a sequence.
     *
     * @param index from 0; all but the first go on from the one before
     */
    public static Sample call(int index, String what, Map<String, Tensor> inputs) {
        String place = index == 0
                ? "the first call of a sequence, "
                : "call " + (index + 1) + ", with the state of the one before, ";
        return new Sample("call-" + (index + 1), place + what, null, inputs, index > 0);
    }
}
