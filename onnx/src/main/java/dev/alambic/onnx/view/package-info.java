/**
 * Typed views of nodes: what a node of a family of operators says, read once for all who ask.
 *
 * <pre>{@code
 * ProductView   = Conv | Gemm | MatMul by a constant weight, seen as y[o] = sum_k W[o, k] x[group of o, k]
 * ConvView      = Conv | ConvTranspose with a constant weight
 * KernelView    = the weight of one of these as a matrix of kernels
 * RecurrentView = LSTM | GRU | RNN with constant weights
 * ChannelLayout = where the numbers of each channel stand in a weight
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.view;

import org.jspecify.annotations.NullMarked;
