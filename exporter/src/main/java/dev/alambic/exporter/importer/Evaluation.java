package dev.alambic.exporter.importer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One forward pass: a value for each position of the plan, closed at its last use. */
final class Evaluation {

    private final Plan plan;
    private final Call.Context context;
    private final @Nullable Value[] values;

    Evaluation(Plan plan, Call.Context context) {
        this.plan = plan;
        this.context = context;
        this.values = new Value[plan.size()];
    }

    /** Gives the value of an input or a constant. */
    void set(String name, Value value) {
        values[plan.positionOf(name)] = value;
    }

    /** Computes all steps and returns the outputs, owned by the manager of the context. */
    NDList run() {
        for (Plan.Step step : plan.steps()) {
            compute(step);
            release(step);
        }
        NDList outputs = new NDList();
        plan.outputs().forEach(position -> outputs.add(owned(position)));
        return outputs;
    }

    private NDArray owned(int position) {
        Value value = values[position];
        if (value == null) {
            throw new AssertionError("bug: an output was not computed");
        }
        NDArray array = context.arrayOf(value);
        if (!array.getManager().equals(context.manager()) || value instanceof IntegerArray) {
            array = array.reshape(array.getShape());
            array.attach(context.manager());
        }
        return array;
    }

    private void compute(Plan.Step step) {
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int position : step.inputs()) {
            inputs.add(position < 0 ? null : values[position]);
        }
        IntegerArray numbers = inJava(step, inputs);
        if (numbers != null) {
            values[step.outputs().get(0)] = numbers;
        } else {
            inEngine(step, inputs);
        }
    }

    private static @Nullable IntegerArray inJava(Plan.Step step, List<@Nullable Value> inputs) {
        ShapeArithmetic.ShapeFunction function = step.shapeFunction();
        if (function == null) {
            return null;
        }
        List<@Nullable IntegerArray> numbers = new ArrayList<>(inputs.size());
        for (Value input : inputs) {
            if (input instanceof Value.Computed) {
                return null;
            }
            numbers.add((IntegerArray) input);
        }
        try {
            return function.apply(step.node(), numbers);
        } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    step.node().node().label() + ": " + e.getMessage() + " (inputs " + numbers + ")", e);
        }
    }

    private void inEngine(Plan.Step step, List<@Nullable Value> inputs) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<Value> results = step.operator().apply(new Call(step.node().node(), inputs, context));
            List<Integer> outputs = step.outputs();
            for (int i = 0; i < Math.min(outputs.size(), results.size()); i++) {
                if (outputs.get(i) >= 0 && results.get(i) instanceof Value.Computed computed) {
                    keep(outputs.get(i), computed.array(), inputs);
                } else if (outputs.get(i) >= 0) {
                    values[outputs.get(i)] = results.get(i);
                }
            }
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    step.node().node().label() + ": " + firstLine(e) + " (inputs " + shapes(inputs) + ")", e);
        }
    }

    /** Keeps an array that was computed; one that is an input under another name gets a handle of its own. */
    private void keep(int position, NDArray computed, List<@Nullable Value> inputs) {
        boolean isInput = inputs.stream().anyMatch(input -> input != null && isSame(input, computed));
        NDArray value = isInput ? computed.reshape(computed.getShape()) : computed;
        NDScope.unregister(value);
        value.attach(context.manager());
        values[position] = new Value.Computed(value);
    }

    private boolean isSame(Value input, NDArray value) {
        return (input instanceof Value.Computed computed && computed.array() == value)
                || (input instanceof IntegerArray numbers && context.constants().holds(numbers, value));
    }

    private void release(Plan.Step step) {
        for (int position : step.released()) {
            if (values[position] instanceof Value.Computed computed) {
                computed.array().close();
            }
            values[position] = null;
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    private static String shapes(List<@Nullable Value> inputs) {
        return inputs.stream()
                .map(input -> input instanceof Value.Computed computed
                        ? computed.array().getDataType() + " "
                                + computed.array().getShape()
                        : input == null ? "none" : input.toString())
                .collect(Collectors.joining(", "));
    }
}
