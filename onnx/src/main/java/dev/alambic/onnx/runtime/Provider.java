package dev.alambic.onnx.runtime;

/** What computes. */
public enum Provider {
    CPU,
    /** The first NVIDIA card; needs the CUDA build of ONNX Runtime (Maven profile {@code cuda}) and CUDA 12. */
    CUDA
}
