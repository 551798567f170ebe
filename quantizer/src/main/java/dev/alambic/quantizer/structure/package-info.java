/**
 * What of a model can only be cut together, as a value that can be read before anything is cut, and the cut itself.
 *
 * <pre>{@code
 * DependencyGraph = OnnxModel, ChannelGroup*
 * ChannelGroup    = name, width, Member*, (fixed | inexact)?     cut together or not at all
 * Member          = Place, Positions                             the positions of each unit along an axis
 * Place           = value, axis
 * ChannelCut      = ChannelGroup, unit*
 * Rule            = what an operator does with axes              one for each operator that is known
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.structure;

import org.jspecify.annotations.NullMarked;
