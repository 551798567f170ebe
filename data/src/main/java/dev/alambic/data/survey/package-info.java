/** What there is in a source of labelled data, and what is suspicious about it, before anything is trained. */
@NullMarked
package dev.alambic.data.survey;

import org.jspecify.annotations.NullMarked;
