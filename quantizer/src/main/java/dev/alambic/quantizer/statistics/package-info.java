/**
 * What the products of a graph read, as moments over samples: the one thing that methods which choose integers by their
 * effect (GPTQ, AdaRound, bias correction, SmoothQuant) need to know of the data.
 *
 * <pre>{@code
 * ProductView  = a Conv, Gemm or MatMul as y[o] = sum_k W[o, k] x[group of o, k]
 * Gram    = E[x x^T], E[x] over the rows that every sample gives
 * }</pre>
 *
 * <p>The model reduces each sample itself, so that memory does not grow with the samples.
 */
@NullMarked
package dev.alambic.quantizer.statistics;

import org.jspecify.annotations.NullMarked;
