// Says in which language the page is, where there is more than one; `is` in its own address names it.
document.documentElement.lang = new URL(document.currentScript.src).searchParams.get("is");
