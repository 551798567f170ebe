package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What one run of a block has recorded so far: calls, the real arrays by value name, and which values are constant. */
final class Recorder {

    private final EngineCalls engine;
    private final BlockScopes scopes;
    private final long opset;
    private final NDManager tracing;
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Call> writers = new HashMap<>();
    private final Map<String, NDArray> reals = new LinkedHashMap<>();
    private final Set<String> constants = new HashSet<>();
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Value> parameterValues = new HashMap<>();
    private final IdentityHashMap<NDArray, Value> held = new IdentityHashMap<>();

    Recorder(NDManager manager, BlockScopes scopes, long opset) {
        this.engine = new EngineCalls(manager);
        this.scopes = scopes;
        this.opset = opset;
        this.tracing = TracingManager.of(this);
    }

    EngineCalls engine() {
        return engine;
    }

    /** Returns the manager that traced arrays answer with. */
    NDManager tracingManager() {
        return tracing;
    }

    BlockScopes scopes() {
        return scopes;
    }

    long opset() {
        return opset;
    }

    // ---- names and calls

    /** Returns an unused name for a value that {@code opType} computes in the block that runs now. */
    String fresh(String opType) {
        return unique(scopes.current().isEmpty() ? opType : scopes.current() + "/" + opType);
    }

    private String unique(String base) {
        String candidate = base;
        for (int i = 1; !names.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }

    void record(Call call) {
        calls.add(call);
        call.outputs().forEach(output -> writers.put(output, call));
        if (call.operands().stream().allMatch(this::isConstant)) {
            constants.addAll(call.outputs());
        }
    }

    /** Returns the call that computes {@code name}; nothing for an input, a parameter or a constant. */
    Optional<Call> writer(String name) {
        return Optional.ofNullable(writers.get(name));
    }

    /** Returns the engine's array of the value {@code name}, which has one. */
    NDArray real(String name) {
        return Objects.requireNonNull(reals.get(name), name);
    }

    private boolean isConstant(Operand operand) {
        return !(operand instanceof Operand.Ref ref) || constants.contains(ref.name());
    }

    /** Returns whether {@code value} depends on parameters and constants alone. */
    boolean isConstant(Value value) {
        return constants.contains(value.name());
    }

    // ---- values

    Value input(String name, NDArray real) {
        names.add(name);
        return wrap(real, name);
    }

    /** Returns the value of a parameter, the same whenever it is asked for. */
    Value parameter(Parameter parameter) {
        return parameterValues.computeIfAbsent(parameter.getId(), id -> {
            String name = unique(scopes.nameOf(parameter));
            parameters.add(name);
            constants.add(name);
            return readOnly(engine.own(parameter.getArray().stopGradient()), name);
        });
    }

    /** Returns the value of a constant that the trace itself or the block made; {@code real} belongs to the trace. */
    Value constant(NDArray real) {
        String name = fresh("constant");
        constants.add(name);
        return wrap(real, name);
    }

    /** Returns the arrays of constants. */
    NDList constants(NDList reals) {
        return new NDList(reals.stream().map(real -> constant(real).array()).toList());
    }

    /** Returns a constant of rank 0. */
    Value scalar(Number number, DataType type) {
        NDArray wide = type.isFloating()
                ? engine.manager().create(number.doubleValue())
                : engine.manager().create(number.longValue());
        return constant(engine.own(wide.toType(type, false)));
    }

    /** Returns the value of any array that a block passes, one of the engine being a constant that the block holds. */
    Value value(NDArray array) {
        if (array instanceof Traced traced) {
            return own(traced.tracedValue()).current();
        }
        return held.computeIfAbsent(array, key -> {
            String name = fresh("constant");
            constants.add(name);
            return readOnly(engine.own(array.stopGradient().duplicate()), name);
        });
    }

    /** Returns {@code value}, which this run made; one of another run stands for nothing in this graph. */
    private Value own(Value value) {
        if (reals.get(value.name()) != value.real()) {
            throw refuse(
                    "a block keeps no array from one run for another (expected an array of this run",
                    value + " of an earlier one");
        }
        return value;
    }

    Value wrap(NDArray real, String name) {
        return wrap(real, name, new Value.Storage(false));
    }

    /** Returns a value on the storage of {@code base}. */
    Value view(Value base, NDArray real, String name) {
        return wrap(real, name, base.storage());
    }

    private Value readOnly(NDArray real, String name) {
        return wrap(real, name, new Value.Storage(true));
    }

    private Value wrap(NDArray real, String name, Value.Storage storage) {
        reals.put(name, real);
        return new Value(this, name, real, storage);
    }

    /** Returns {@code value} as {@code type}, converted if it has another. */
    Value as(Value value, DataType type) {
        return value.dataType() == type ? value : value(value.array().toType(type, false));
    }

    Trace finish(List<Value> outputs) {
        List<String> results = outputs.stream().map(Value::name).toList();
        return new Trace(List.copyOf(calls), reals, constants, parameters, results);
    }

    /** Returns the refusal of something that {@code block} does. */
    UnsupportedModelException refuse(String rule, String actual) {
        return new UnsupportedModelException(scopes.describe() + ": " + rule + ", was " + actual + ")");
    }
}
