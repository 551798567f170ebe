package dev.alambic.exporter.importer;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
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
        for (Step step : plan.steps()) {
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

    private void compute(Step step) {
        @Nullable Value[] inputs = new Value[step.slots().inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            int position = step.slots().inputs[i];
            inputs[i] = position < 0 ? null : values[position];
        }
        IntegerArray numbers = inJava(step, inputs);
        if (numbers != null) {
            values[step.slots().outputs[0]] = numbers;
        } else {
            inEngine(step, inputs);
        }
    }

    private static @Nullable IntegerArray inJava(Step step, @Nullable Value[] inputs) {
        ShapeFunction function = step.shapeFunction();
        if (function == null) {
            return null;
        }
        List<@Nullable IntegerArray> numbers = new ArrayList<>(inputs.length);
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

    private void inEngine(Step step, @Nullable Value[] inputs) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<Value> results = step.operator().apply(new Call(step.node().node(), inputs, context));
            int[] outputs = step.slots().outputs;
            for (int i = 0; i < Math.min(outputs.length, results.size()); i++) {
                if (outputs[i] >= 0 && results.get(i) instanceof Value.Computed computed) {
                    keep(step, i, computed.array(), inputs);
                } else if (outputs[i] >= 0) {
                    values[outputs[i]] = results.get(i);
                }
            }
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    step.node().node().label() + ": " + firstLine(e) + " (inputs " + shapes(inputs) + ")", e);
        }
    }

    private void keep(Step step, int output, NDArray value, @Nullable Value[] inputs) {
        if (Arrays.stream(inputs).anyMatch(input -> input != null && isSame(input, value))) {
            keep(step.slots().outputs[output], value.reshape(value.getShape()));
        } else {
            keep(step.slots().outputs[output], value);
        }
    }

    private boolean isSame(Value input, NDArray value) {
        return (input instanceof Value.Computed computed && computed.array() == value)
                || (input instanceof IntegerArray numbers && context.constants().holds(numbers, value));
    }

    private void keep(int position, NDArray value) {
        NDScope.unregister(value);
        value.attach(context.manager());
        values[position] = new Value.Computed(value);
    }

    private void release(Step step) {
        for (int position : step.slots().released) {
            if (values[position] instanceof Value.Computed computed) {
                computed.array().close();
            }
            values[position] = null;
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    private String shapes(@Nullable Value[] inputs) {
        return Arrays.stream(inputs)
                .map(input -> input == null
                        ? "none"
                        : input instanceof IntegerArray numbers
                                ? numbers.toString()
                                : ((Value.Computed) input).array().getDataType()
                                        + " "
                                        + ((Value.Computed) input).array().getShape())
                .collect(Collectors.joining(", "));
    }
}
