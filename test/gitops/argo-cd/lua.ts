import { lauxlib, lua, lualib, LuaState, to_luastring } from 'fengari';

/** The result of a health check. */
export interface Health {
  readonly status?: string;
  readonly message?: string;
}

/** Runs a health check as Argo CD does: with the base and table libraries, without `string`. */
export function runHealthCheck(script: string, obj: unknown): Health {
  const state = lauxlib.luaL_newstate();
  lauxlib.luaL_requiref(state, to_luastring('_G'), lualib.luaopen_base, 1);
  lauxlib.luaL_requiref(state, to_luastring('table'), lualib.luaopen_table, 1);
  lua.lua_pop(state, 2);
  lua.lua_getglobal(state, to_luastring('string'));
  expect(lua.lua_isnil(state, -1)).toBe(true);
  push(state, obj);
  lua.lua_setglobal(state, to_luastring('obj'));
  const loaded = lauxlib.luaL_loadstring(state, to_luastring(script));
  if (loaded !== lua.LUA_OK || lua.lua_pcall(state, 0, 1, 0) !== lua.LUA_OK) {
    throw new Error(lua.lua_tojsstring(state, -1));
  }
  const [status, message] = ['status', 'message'].map((name) => {
    lua.lua_getfield(state, -1, to_luastring(name));
    const value = lua.lua_isnil(state, -1) ? undefined : lua.lua_tojsstring(state, -1);
    lua.lua_pop(state, 1);
    return value;
  });
  return { status, message };
}

function push(state: LuaState, value: unknown): void {
  if (value === undefined || value === null) {
    lua.lua_pushnil(state);
  } else if (typeof value === 'string') {
    lua.lua_pushstring(state, to_luastring(value));
  } else if (typeof value === 'boolean') {
    lua.lua_pushboolean(state, value);
  } else if (typeof value === 'number' && Number.isInteger(value)) {
    lua.lua_pushinteger(state, value);
  } else if (typeof value === 'number') {
    lua.lua_pushnumber(state, value);
  } else if (Array.isArray(value)) {
    lua.lua_createtable(state, value.length, 0);
    value.forEach((item, index) => {
      push(state, item);
      lua.lua_rawseti(state, -2, index + 1);
    });
  } else {
    lua.lua_createtable(state, 0, 0);
    for (const [name, field] of Object.entries(value)) {
      push(state, field);
      lua.lua_setfield(state, -2, to_luastring(name));
    }
  }
}
