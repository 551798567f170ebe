/**
 * Removal of channels that carry no information, as a plan that can be read before anything is cut.
 *
 * <pre>{@code
 * StripPlan    = ChannelGroup*, Kept*
 * ChannelGroup = Slice*                         cut together or not at all
 * Slice        = value, axis, channel*
 * Role         = Mixing | Linked | Opaque       what a node does with channels
 * Channels     = value, axis, (constant | unknown)*, needed*
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.strip;

import org.jspecify.annotations.NullMarked;
