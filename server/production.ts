// Imported before all else, as libraries ask for it while they are loaded: without it, graphql-js looks twice at whatever
// is of another type than it asks for.
process.env.NODE_ENV ??= 'production'
