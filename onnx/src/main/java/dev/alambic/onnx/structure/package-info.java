/**
 * What of a model can only be cut together, as a value that can be read before anything is cut, and the cut itself.
 *
 * <pre>{@code
 * DependencyGraph = OnnxModel, ChannelGroup*
 * ChannelGroup    = name, width, Member*, (fixed | inexact)?     cut together or not at all
 * Member          = ValueAxis, Positions                         the positions of each unit along an axis
 * ValueAxis       = value, axis
 * ChannelCut      = ChannelGroup, unit*
 * AxisRule        = what an operator does with axes              one for each operator that is known
 * Criterion       = what makes a unit important                 for a model file and while training alike
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.structure;

import org.jspecify.annotations.NullMarked;
