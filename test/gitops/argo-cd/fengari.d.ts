/** The part of fengari that the tests use; it brings no types. */
declare module 'fengari' {
  export interface LuaState {
    readonly brand: 'lua_State';
  }
  type Opener = (state: LuaState) => number;

  export function to_luastring(text: string): Uint8Array;
  export const lauxlib: {
    luaL_newstate(): LuaState;
    luaL_requiref(state: LuaState, name: Uint8Array, open: Opener, global: number): void;
    luaL_loadstring(state: LuaState, text: Uint8Array): number;
  };
  export const lualib: { luaopen_base: Opener; luaopen_table: Opener };
  export const lua: {
    LUA_OK: number;
    lua_createtable(state: LuaState, items: number, fields: number): void;
    lua_getfield(state: LuaState, index: number, name: Uint8Array): number;
    lua_getglobal(state: LuaState, name: Uint8Array): number;
    lua_isnil(state: LuaState, index: number): boolean;
    lua_pcall(state: LuaState, args: number, results: number, handler: number): number;
    lua_pop(state: LuaState, count: number): void;
    lua_pushboolean(state: LuaState, value: boolean): void;
    lua_pushinteger(state: LuaState, value: number): void;
    lua_pushnil(state: LuaState): void;
    lua_pushnumber(state: LuaState, value: number): void;
    lua_pushstring(state: LuaState, value: Uint8Array): void;
    lua_rawseti(state: LuaState, index: number, item: number): void;
    lua_setfield(state: LuaState, index: number, name: Uint8Array): void;
    lua_setglobal(state: LuaState, name: Uint8Array): void;
    lua_tojsstring(state: LuaState, index: number): string;
  };
}
