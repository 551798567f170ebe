package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtSession;

/** How far ONNX Runtime rewrites a graph before it runs it. */
public enum OptimizationLevel {
    NONE(OrtSession.SessionOptions.OptLevel.NO_OPT),
    /** Constants folded, redundant nodes removed; the graph stays plain ONNX. */
    BASIC(OrtSession.SessionOptions.OptLevel.BASIC_OPT),
    /** Nodes fused into operators of the runtime's own. */
    EXTENDED(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT),
    /** Also layouts for the processor it runs on. */
    ALL(OrtSession.SessionOptions.OptLevel.ALL_OPT);

    private final OrtSession.SessionOptions.OptLevel level;

    OptimizationLevel(OrtSession.SessionOptions.OptLevel level) {
        this.level = level;
    }

    OrtSession.SessionOptions.OptLevel level() {
        return level;
    }
}
