/**
 * Runs before the first paint: sets the theme, so that a page never flashes in the other one, and
 * tells libraries that add a `<style>` (scroll locking does) the nonce which the policy asks for.
 */
export const themeScript = `(()=>{window.__webpack_nonce__=document.currentScript.nonce;var d=document.documentElement;try{var c=localStorage.getItem("patchbay.theme")||"system";d.dataset.theme=c==="dark"||(c==="system"&&matchMedia("(prefers-color-scheme: dark)").matches)?"dark":"light"}catch(e){d.dataset.theme="light"}})()`;
