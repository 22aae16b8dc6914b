#!/usr/bin/env node
// In this order: the cache helps what is loaded after it.
import './compile-cache';
import './program';
