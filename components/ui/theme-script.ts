/** Sets the theme before the first paint, so that a page never flashes in the other one. */
export const themeScript = `(()=>{var d=document.documentElement;try{var c=localStorage.getItem("patchbay.theme")||"system";d.dataset.theme=c==="dark"||(c==="system"&&matchMedia("(prefers-color-scheme: dark)").matches)?"dark":"light"}catch(e){d.dataset.theme="light"}})()`;
