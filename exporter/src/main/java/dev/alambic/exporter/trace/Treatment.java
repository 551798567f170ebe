package dev.alambic.exporter.trace;

import java.lang.reflect.Method;
import java.util.Set;

/** What a trace does with a method of {@code NDArray} or {@code NDArrayEx}; each method has one treatment. */
enum Treatment {
    /** A question about the array itself, answered by it. */
    ANSWERED,
    /** Bookkeeping of memory or gradients, without effect on a trace. */
    IGNORED,
    /** Reads elements: of a constant only. */
    READ,
    /** A change in place: recorded as the operation that returns a new array. */
    IN_PLACE,
    /** Recorded as ONNX nodes: an entry of {@link Operators#TABLE}. */
    MAPPED,
    /** Refused with a reason of {@link Refusals}, unless all that goes in is constant. */
    REFUSED,
    /** Run as DJL's default method, which calls others. */
    DECOMPOSED,
    /** In no list: refused like an operation without an ONNX form. */
    UNKNOWN;

    private static final Set<String> QUESTIONS = words("""
            getDataType getDevice getShape getName setName getUid getSparseFormat hasGradient getManager
            getNDArrayInternal getArray getResourceNDArrays isReleased""");
    private static final Set<String> BOOKKEEPING =
            Set.of("attach", "tempAttach", "detach", "returnResource", "close", "setRequiresGradient");
    private static final Set<String> READING = words("""
            toByteBuffer toFloatArray toDoubleArray toIntArray toLongArray toBooleanArray toByteArray
            toShortArray toUnsignedShortArray toUnsignedIntArray toUint8Array toStringArray toArray getAsBytes
            getAsString getAsObject getFloat getDouble getLong getInt getByte getUint8 getBoolean encode
            contentEquals allClose toDebugString unique""");

    /** Methods that change their array: each has an i behind the name of the method that returns a new one. */
    private static final Set<String> CHANGING = Set.of("addi", "subi", "muli", "divi", "powi", "modi", "negi", "signi");

    /** Returns the words of a text. */
    static Set<String> words(String text) {
        return Set.of(text.split("\\s+"));
    }

    /** Returns the treatment of {@code method}. */
    static Treatment of(Method method) {
        String name = method.getName();
        if (QUESTIONS.contains(name)) {
            return ANSWERED;
        }
        if (BOOKKEEPING.contains(name)) {
            return IGNORED;
        }
        if (READING.contains(name)) {
            return READ;
        }
        String signature = Invocation.signature(method);
        if (CHANGING.contains(name)
                || name.equals("setScalar")
                || (name.equals("set") && Operators.TABLE.containsKey(signature))) {
            return IN_PLACE;
        }
        if (Operators.TABLE.containsKey(signature)) {
            return MAPPED;
        }
        if (Refusals.reason(method).isPresent()) {
            return REFUSED;
        }
        return method.isDefault() ? DECOMPOSED : UNKNOWN;
    }

    /** Returns the name of the method that computes what {@code inPlace} changes its array to. */
    static String pure(String inPlace) {
        return CHANGING.contains(inPlace) ? inPlace.substring(0, inPlace.length() - 1) : inPlace;
    }
}
